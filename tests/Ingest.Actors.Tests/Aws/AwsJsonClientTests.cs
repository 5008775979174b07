using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Athena;
using Ingest.Actors.Aws.SecretsManager;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Ingest.TestKit.Aws;
using Xunit;

namespace Ingest.Actors.Tests.Aws;

public sealed class AwsJsonClientTests : IAsyncLifetime
{
    private static readonly AwsLimits Limits = new() { Attempt = Timeout.InfiniteTimeSpan };

    private readonly LeapingClock _clock = new(new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero));
    private Func<string, JsonElement, object> _answer = (_, _) => new { SecretString = "s3cret", CreatedDate = 1_767_225_600.123 };
    private ScriptedAwsJson _server = null!;

    public async Task InitializeAsync() => _server = await ScriptedAwsJson.StartAsync("secretsmanager", (action, body) => _answer(action, body));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task a_request_is_signed_and_its_answer_read()
    {
        JsonElement asked = default;
        _answer = (_, body) =>
        {
            asked = body.Clone();
            return new { ARN = "arn", SecretString = "s3cret", CreatedDate = 1_767_225_600.123, SecretBinary = "AP8=", Unheard = 1 };
        };

        GetSecretValueResponse answer = await GetAsync();

        Assert.Equal("""{"SecretId":"db"}""", asked.GetRawText());
        Assert.Equal("s3cret", answer.SecretString);
        Assert.Equal([0x00, 0xFF], answer.SecretBinary!.ToArray());
        Assert.Equal(new DateTime(2026, 1, 1, 0, 0, 0, 123, DateTimeKind.Utc), answer.CreatedDate);
    }

    [Fact]
    public async Task the_signature_is_that_of_the_specification()
    {
        // A key of somebody else's with the same name: everything is right but the signature.
        AwsSpec spec = _server.Spec with { Credentials = new SessionAWSCredentials("AKIDSCRIPTED", "another", "scripted-session-token") };

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => GetAsync(spec));

        Assert.Equal(FailureKind.Permanent, failure.Kind);
        Assert.True(failure.Says("InvalidSignatureException"));
        Assert.DoesNotContain("scripted-session-token", failure.Message, StringComparison.Ordinal);
        Assert.Contains("does not accept the credentials", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_passes_is_asked_again_with_delays_that_grow()
    {
        _server.Fail("GetSecretValue", AwsFault.Throttled, 2);
        _server.Fail("GetSecretValue", AwsFault.Internal);
        _server.Fail("GetSecretValue", AwsFault.Dropped);
        _server.Fail("GetSecretValue", AwsFault.ReplyLost);

        GetSecretValueResponse answer = await GetAsync();

        Assert.Equal(("s3cret", 6), (answer.SecretString, _server.Count("GetSecretValue")));
        Assert.InRange(_clock.Passed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(50));
    }

    [Theory]
    [InlineData("ThrottlingException", 400, FailureKind.Transient, 7, "Secrets Manager throttled secretsmanager:GetSecretValue on secret db")]
    [InlineData("InternalServiceError", 500, FailureKind.Transient, 7, "secretsmanager:GetSecretValue on secret db failed in Secrets Manager")]
    [InlineData("AccessDeniedException", 400, FailureKind.Permanent, 1, "secretsmanager:GetSecretValue on secret db was denied; grant it, see docs/permissions.md")]
    [InlineData("ExpiredTokenException", 400, FailureKind.Transient, 1, "secretsmanager:GetSecretValue on secret db: the credentials have expired")]
    [InlineData("ResourceNotFoundException", 400, FailureKind.Permanent, 1, "secretsmanager:GetSecretValue on secret db: there is none")]
    [InlineData("InvalidParameterException", 400, FailureKind.Permanent, 1, "secretsmanager:GetSecretValue on secret db failed (InvalidParameterException: why)")]
    public async Task a_failure_is_a_sentence_that_names_action_and_resource(
        string code, int status, FailureKind kind, int attempts, string sentence)
    {
        _server.Fail("GetSecretValue", new AwsFault($"com.amazonaws.secretsmanager#{code}", status, "why"), 10);

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => GetAsync());

        Assert.Equal((kind, attempts), (failure.Kind, _server.Count("GetSecretValue")));
        Assert.StartsWith(sentence, failure.Message.Replace(": why.)", ": why)", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(failure.Says(code));
    }

    [Fact]
    public async Task a_server_that_nobody_answers_at_is_named()
    {
        AwsSpec spec = _server.Spec;
        await _server.DisposeAsync();

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => GetAsync(spec));

        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.StartsWith($"secretsmanager:GetSecretValue on secret db did not reach Secrets Manager at {spec.Endpoint!.GetLeftPart(UriPartial.Authority)}: ", failure.Message, StringComparison.Ordinal);
        _server = await ScriptedAwsJson.StartAsync("secretsmanager", (_, _) => new { });
    }

    [Fact]
    public async Task an_attempt_that_is_not_answered_ends()
    {
        using var held = new ManualResetEventSlim();
        _answer = (_, _) => held.Wait(TimeSpan.FromSeconds(30)) ? new { } : new { };
        try
        {
            IngestException failure = await Assert.ThrowsAsync<IngestException>(
                () => GetAsync(limits: new AwsLimits { Retries = 0, Attempt = TimeSpan.FromSeconds(30) }));

            Assert.Equal(FailureKind.Transient, failure.Kind);
            Assert.Contains("No answer within 30 s.", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            held.Set();
        }
    }

    [Fact]
    public async Task who_stops_is_not_kept_waiting()
    {
        using var held = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        _answer = (_, _) =>
        {
            stop.Cancel();
            return held.Wait(TimeSpan.FromSeconds(30)) ? new { } : new { };
        };
        try
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GetAsync(cancellation: stop.Token));
        }
        finally
        {
            held.Set();
        }
    }

    [Fact]
    public async Task without_a_region_it_says_where_one_can_come_from()
    {
        var spec = new AwsSpec { Credentials = _server.Credentials, RegionChain = () => null };

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => GetAsync(spec));

        Assert.Equal(FailureKind.Permanent, failure.Kind);
        Assert.Contains("Aws.Region", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task without_credentials_it_says_where_they_can_come_from()
    {
        IngestException failure = await Assert.ThrowsAsync<IngestException>(
            () => GetAsync(_server.Spec with { Credentials = null, Chain = new(() => throw new AmazonClientException("Nobody knows any.")) }));

        Assert.Equal(FailureKind.Permanent, failure.Kind);
        Assert.StartsWith("No credentials for AWS were found: set AWS_ACCESS_KEY_ID", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    public static TheoryData<Exception> Hiccups { get; } =
    [
        new AmazonClientException("Error calling AssumeRole for role arn", Said("InternalFailure", HttpStatusCode.ServiceUnavailable)),
        new AmazonClientException("Error calling AssumeRole for role arn", Said("IDPCommunicationError", HttpStatusCode.BadRequest)),
        new AmazonClientException("Error calling AssumeRole for role arn", new HttpRequestException("Name or service not known")),
        new AmazonServiceException("Unable to reach credentials server"),
        new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout"),
        new IOException("The response ended prematurely."),
    ];

    [Theory]
    [MemberData(nameof(Hiccups))]
    public async Task credentials_that_are_not_renewed_now_may_be_later(Exception hiccup)
    {
        IngestException failure = await Assert.ThrowsAsync<IngestException>(
            () => GetAsync(_server.Spec with { Credentials = new NoCredentials(hiccup) }));

        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.StartsWith("Credentials for AWS could not be had for now", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    [Theory]
    [InlineData("AccessDenied")]
    [InlineData("InvalidIdentityToken")]
    [InlineData("ExpiredTokenException")]
    public async Task who_is_refused_credentials_is_told_what_was_said_on_one_line(string code)
    {
        var refusal = new AmazonClientException("Error calling AssumeRole for role arn", Said(code, HttpStatusCode.BadRequest));

        IngestException failure = await Assert.ThrowsAsync<IngestException>(
            () => GetAsync(_server.Spec with { Credentials = new NoCredentials(refusal) }));

        Assert.Equal(
            (FailureKind.Permanent, $"Credentials for AWS were refused: {code}: The token … was said to be none. Check the role, whom it trusts, and the token or keys that ask for it."),
            (failure.Kind, failure.Message));
    }

    [Fact]
    public async Task credentials_that_nobody_gives_are_waited_for_half_a_minute()
    {
        IngestException failure = await Assert.ThrowsAsync<IngestException>(
            () => GetAsync(_server.Spec with { Credentials = new EndlessCredentials(), Clock = _clock }).WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal(
            (FailureKind.Transient, "Credentials for AWS could not be had for now: no credentials were given within 30 s. Run again."),
            (failure.Kind, failure.Message));
        Assert.Equal(TimeSpan.FromSeconds(30), _clock.Passed);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task who_stops_does_not_wait_for_credentials()
    {
        using var stop = new CancellationTokenSource();
        var endless = new EndlessCredentials { Asked = stop.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => GetAsync(_server.Spec with { Credentials = endless }, cancellation: stop.Token).WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task a_chain_that_fails_is_said_without_a_web_identity()
    {
        var failing = new AmazonClientException("The file holds eyJhbGciOi.eyJpc3Mi.c2ln and nothing else.");

        IngestException failure = await Assert.ThrowsAsync<IngestException>(
            () => GetAsync(_server.Spec with { Credentials = null, Chain = new(() => throw failing) }));

        Assert.EndsWith(" (The file holds … and nothing else.)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task credentials_are_asked_for_anew_each_time()
    {
        var rotating = new Rotating(_server.Credentials);
        _server.Fail("GetSecretValue", AwsFault.Throttled);

        await GetAsync(_server.Spec with { Credentials = rotating });

        Assert.Equal(2, rotating.Asked);
    }

    [Theory]
    [InlineData("eu-central-1", "https://athena.eu-central-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://athena.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-iso-east-1", "https://athena.us-iso-east-1.c2s.ic.gov/")]
    public void each_partition_has_a_suffix_of_its_own(string region, string url)
    {
        Assert.Equal(url, AwsEndpoint.Of(new AwsSpec(), new AwsService("Athena", "athena", "AmazonAthena"), region).ToString());
    }

    [Fact]
    public async Task results_of_athena_are_read_as_it_writes_them()
    {
        await using ScriptedAwsJson athena = await ScriptedAwsJson.StartAsync("athena", (_, _) => JsonDocument.Parse("""
            {"ResultSet":{"ResultSetMetadata":{"ColumnInfo":[{"CatalogName":"hive","Name":"n","Label":"n","Type":"bigint","Precision":19,"Scale":0,"Nullable":"UNKNOWN"}]},
             "Rows":[{"Data":[{"VarCharValue":"n"}]},{"Data":[{}]}]},"NextToken":"more","UpdateCount":0}
            """).RootElement);

        GetQueryResultsResponse answer = await new AmazonAthenaClient(athena.Spec, _clock, Limits)
            .GetQueryResultsAsync(new GetQueryResultsRequest { QueryExecutionId = "q" });

        Assert.Equal(("bigint", "more"), (answer.ResultSet!.ResultSetMetadata!.ColumnInfo![0].Type, answer.NextToken));
        Assert.Null(answer.ResultSet.Rows![1].Data![0].VarCharValue);
    }

    private Task<GetSecretValueResponse> GetAsync(AwsSpec? spec = null, AwsLimits? limits = null, CancellationToken cancellation = default) =>
        new AmazonSecretsManagerClient(spec ?? _server.Spec, _clock, limits ?? Limits)
            .GetSecretValueAsync(new GetSecretValueRequest { SecretId = "db" }, cancellation);

    private static AmazonServiceException Said(string code, HttpStatusCode status) =>
        new("The token eyJhbGciOi.eyJpc3Mi.c2ln was said\nto be none.", null, ErrorType.Unknown, code, "request", status);

    private sealed class NoCredentials(Exception failure) : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() => throw failure;

        public override Task<ImmutableCredentials> GetCredentialsAsync() => Task.FromException<ImmutableCredentials>(failure);
    }

    private sealed class Rotating(AWSCredentials present) : AWSCredentials
    {
        public int Asked { get; private set; }

        public override ImmutableCredentials GetCredentials() => present.GetCredentials();

        public override Task<ImmutableCredentials> GetCredentialsAsync()
        {
            Asked++;
            return present.GetCredentialsAsync();
        }
    }
}
