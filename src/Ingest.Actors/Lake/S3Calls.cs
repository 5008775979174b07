using Amazon.Runtime;
using Amazon.S3;
using Ingest.Actors.Aws;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>What is asked of S3, for its sentences: the action as a policy names it, and the key in the bucket.</summary>
internal readonly record struct S3Action(string Name, string Key)
{
    /// <summary>It moves a part, and takes its time.</summary>
    public bool Transfers { get; init; }

    /// <summary>It makes an object of an upload's parts, and takes longer still.</summary>
    public bool Completes { get; init; }

    /// <summary>Who writes the same key at the same time is given way to, and it is tried again.</summary>
    public bool Contended { get; init; }

    /// <summary>Its answer is waited for though the unit is stopped: nobody else will know what it made.</summary>
    public bool Uninterrupted { get; init; }
}

/// <summary>Calls to a bucket: each bounded in time, repeated with backoff where that is harmless, and failing with a sentence.</summary>
internal sealed class S3Calls
{
    private readonly Lazy<S3Connection> _connection;
    private readonly S3Patience _patience;
    private readonly TimeProvider _clock;
    private readonly S3Errors _errors;

    public S3Calls(LakeSpec.Bucketed spec, AwsSpec aws, S3Patience patience, TimeProvider clock)
        : this(spec, () => S3Client.Connect(spec, aws), patience, clock)
    {
    }

    /// <param name="spec">The bucket.</param>
    /// <param name="connect">May wait for whoever gives credentials or says the region.</param>
    /// <param name="patience">With the server.</param>
    /// <param name="clock">Bounds calls and the pauses between them.</param>
    internal S3Calls(LakeSpec.Bucketed spec, Func<S3Connection> connect, S3Patience patience, TimeProvider clock)
    {
        // A failure is not kept: the next call looks for credentials again.
        _errors = new S3Errors(spec);
        _connection = new Lazy<S3Connection>(connect, LazyThreadSafetyMode.PublicationOnly);
        _patience = patience;
        _clock = clock;
    }

    public int Attempts => _patience.Attempts;

    /// <summary>An action's place, as a person writes it.</summary>
    public string Where(S3Action action) => _errors.Where(action);

    /// <summary>A call that may be repeated: twice is the same as once.</summary>
    /// <exception cref="IngestException">It failed, for good or as often as it may.</exception>
    public async Task<T> RunAsync<T>(S3Action action, Func<AmazonS3Client, CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(action, call, cancellation);
            }
            catch (Exception failure) when (
                (S3Errors.IsUnclear(failure) || (action.Contended && failure is AmazonS3Exception conflict && S3Errors.IsConflict(conflict)))
                && attempt < Attempts)
            {
                await PauseAsync(attempt, cancellation);
            }
            catch (Exception failure) when (!S3Errors.IsCancelled(failure, cancellation))
            {
                throw Sentence(failure, action);
            }
        }
    }

    /// <summary>The same, null where the answer is that there is no such thing.</summary>
    public Task<T?> FindAsync<T>(S3Action action, Func<AmazonS3Client, CancellationToken, Task<T>> call, CancellationToken cancellation)
        where T : class => RunAsync<T?>(action, async (client, bounded) =>
        {
            try
            {
                return await call(client, bounded);
            }
            catch (AmazonS3Exception missing) when (S3Errors.IsMissing(missing))
            {
                return null;
            }
        }, cancellation);

    /// <summary>One attempt, whose failure is as S3 or the network told it.</summary>
    public async Task<T> OnceAsync<T>(S3Action action, Func<AmazonS3Client, CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        // Nothing is asked of S3 yet: whoever stops has not to wait, whatever the action.
        AmazonS3Client client = await SignInAsync(cancellation);
        TimeSpan within = _patience.Of(action);
        using var late = new CancellationTokenSource(within, _clock);
        cancellation = action.Uninterrupted ? CancellationToken.None : cancellation;
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            return await call(client, bounded.Token);
        }
        catch (Exception failure) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {within.TotalSeconds:0} s", failure);
        }
        catch (Exception failure) when (cancellation.IsCancellationRequested && failure is not OperationCanceledException)
        {
            throw new OperationCanceledException("The call was cancelled.", failure, cancellation);
        }
    }

    /// <summary>The version's tag, which every write is answered with. Servers have been seen to answer 200 to what they had not done.</summary>
    /// <exception cref="IOException">There is none: nobody knows what happened.</exception>
    public static string Tag(string? answered) =>
        answered is { Length: > 0 } ? answered : throw new IOException("the answer has no ETag");

    public Task PauseAsync(int attempt, CancellationToken cancellation) =>
        Task.Delay(_patience.Pause(attempt, Random.Shared.NextDouble()), _clock, cancellation);

    /// <summary>The client, with credentials that are in force. Whoever gives them waits for instances, containers and STS, and knows of
    /// no token.</summary>
    private async Task<AmazonS3Client> SignInAsync(CancellationToken cancellation)
    {
        TimeSpan within = _patience.Call;
        try
        {
            S3Connection connection = _connection.IsValueCreated
                ? _connection.Value
                : await Task.Run(() => _connection.Value, cancellation).WaitAsync(within, _clock, cancellation);
            await connection.Found.FindAsync(connection.Identity, within, _clock, cancellation);
            return connection.Client;
        }
        catch (TimeoutException late)
        {
            throw new AmazonClientException(FoundCredentials.Late(within, null).Message, late);
        }
    }

    public IngestException Sentence(Exception failure, S3Action action) => failure as IngestException ?? _errors.Of(failure, action);
}
