using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Ingest.Actors.Aws;
using Ingest.Actors.Paging;
using Ingest.Host.Configuration;
using Ingest.Host.Doctor;
using Ingest.Host.Secrets;
using Ingest.Host.Tests.EndToEnd;
using Ingest.TestKit.Aws;

namespace Ingest.Host.Tests.Doctor;

/// <summary>A moto that asks for permission, with one user, one bucket, and what <c>doctor</c> sees as that user.</summary>
public sealed class GuardedMoto : IAsyncLifetime
{
    public const string Bucket = "my-own-bucket";
    public const string Results = "my-own-results";
    private const string User = "ingest";

    private static readonly AWSCredentials Anybody = new BasicAWSCredentials("test", "test");

    private OwnMoto? _moto;
    private AWSCredentials _user = Anybody;

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Skips the test where there is no moto.</summary>
    public async Task<OwnMoto> StartAsync()
    {
        if (_moto is not null)
        {
            return _moto;
        }

        _moto = await OwnMoto.StartAsync();
        _user = await _moto.CreateUserAsync(User);
        using AmazonS3Client s3 = S3();
        await s3.PutBucketAsync(Bucket);
        await s3.PutBucketAsync(Results);
        return _moto;
    }

    /// <summary>For setting up, while nobody is asked for permission.</summary>
    public AmazonS3Client S3() => new(Anybody, new AmazonS3Config { ServiceURL = _moto!.Url.AbsoluteUri, AuthenticationRegion = "us-east-1", ForcePathStyle = true });

    /// <summary>Asks Glue for something, for setting up and for looking.</summary>
    public async Task<JsonNode> GlueAsync(string action, string json)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _moto!.Url) { Content = new StringContent(json) };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", $"AWSGlue.{action}");
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/glue/aws4_request, SignedHeaders=host, Signature=none");
        using HttpResponseMessage answer = await http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text.Length == 0 ? "{}" : text)!;
    }

    /// <summary>The environment of a process that is the user.</summary>
    public async Task<Dictionary<string, string>> EnvironmentAsync()
    {
        ImmutableCredentials keys = await _user.GetCredentialsAsync();
        return new() { ["AWS_ACCESS_KEY_ID"] = keys.AccessKey, ["AWS_SECRET_ACCESS_KEY"] = keys.SecretKey, ["AWS_REGION"] = "us-east-1" };
    }

    /// <summary>Points a configuration at the bucket.</summary>
    internal void Configure(Installation installation, string prefix)
    {
        installation.Configuration["Lake"] = new JsonObject { ["Root"] = $"s3://{Bucket}/{prefix}" };
        installation.Configuration["Aws"] = new JsonObject { ["Endpoint"] = _moto!.Url.AbsoluteUri };
    }

    /// <summary>Does something as long as only the user is let in, with that policy.</summary>
    public async Task<T> AsUserAsync<T>(JsonObject policy, Func<Task<T>> act)
    {
        await _moto!.AllowAsync(User, policy.ToJsonString());
        await _moto.GuardAsync(true);
        try
        {
            return await act();
        }
        finally
        {
            await _moto.GuardAsync(false);
        }
    }

    /// <summary>What <c>doctor</c> sees as the user.</summary>
    internal Task<List<Observation>> LookAsync(Installation installation, JsonObject policy) => AsUserAsync(policy, async () =>
    {
        IngestConfiguration read = ConfigurationReader.Read(new ConfigurationOrigin(installation.SaveConfiguration(), installation.Environment));
        IngestConfiguration configuration = read with { Aws = read.Aws with { Credentials = _user } };
        await using ISourceDatabase source = await SourceAccess.OpenAsync(configuration, TimeProvider.System, CancellationToken.None);
        List<Observation> seen = [];
        foreach (Examination examination in Examinations.Of(configuration, configuration.Tables, source, TimeProvider.System))
        {
            await foreach (Observation one in examination.RunAsync(CancellationToken.None))
            {
                seen.Add(one);
            }
        }

        return seen;
    });

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_moto is not null)
        {
            await _moto.DisposeAsync();
        }
    }
}
