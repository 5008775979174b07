using Amazon.Runtime;

namespace Ingest.Actors.Tests.Aws;

/// <summary>Credentials that are being renewed by somebody who accepts and never answers.</summary>
internal sealed class EndlessCredentials : AWSCredentials
{
    private static readonly ImmutableCredentials Keys = new("test", "test", null);

    private int _count;

    /// <summary>How often they were asked for.</summary>
    public int Count => _count;

    /// <summary>Somebody asks.</summary>
    public Action Asked { get; set; } = () => { };

    /// <summary>They are given at once after all.</summary>
    public bool Ends { get; init; }

    public override ImmutableCredentials GetCredentials() => throw new NotSupportedException("Nobody is to wait so.");

    public override Task<ImmutableCredentials> GetCredentialsAsync()
    {
        Interlocked.Increment(ref _count);
        Asked();
        return Ends ? Task.FromResult(Keys) : new TaskCompletionSource<ImmutableCredentials>().Task;
    }
}
