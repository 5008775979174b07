using System.Net;
using Amazon.Runtime;
using Ingest.Actors.Aws;
using Ingest.Actors.Lake;
using Ingest.Actors.Tests.Aws;
using Ingest.Actors.Units;
using Ingest.TestKit.Aws;
using Xunit;

namespace Ingest.Actors.Tests.Lake;

/// <summary>Every failure of S3 is one sentence that names bucket, key and action.</summary>
public sealed class S3SentenceTests : IAsyncLifetime
{
    private const string Token = "eyJhbGciOi.eyJpc3Mi.c2ln";
    private const string Asked = "s3:GetObject on s3://lakes/sensor-data/_ingest/readings/20260105.json";

    private ScriptedS3 _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ScriptedS3.StartAsync();
        _server.CreateBucket(S3Bucket.Name);
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Theory]
    [InlineData(404, "NoSuchBucket", "", FailureKind.Permanent, ": there is no bucket lakes. Create it, or mend Lake.Root.")]
    [InlineData(403, "AccessDenied", "Access Denied", FailureKind.Permanent, " was denied: allow that action for that key, in the role's policy and the bucket's (docs/permissions.md). Without s3:ListBucket on the bucket, what is not there is denied as well.")]
    [InlineData(400, "ExpiredToken", "The provided token has expired.", FailureKind.Transient, " was refused because the credentials have expired. Nothing is lost: renew them, and run again.")]
    [InlineData(403, "RequestExpired", "", FailureKind.Transient, " was refused because the credentials have expired. Nothing is lost: renew them, and run again.")]
    [InlineData(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", FailureKind.Permanent, " was refused because the credentials are wrong (InvalidAccessKeyId): check where they come from.")]
    [InlineData(403, "SignatureDoesNotMatch", "", FailureKind.Permanent, " was refused because the credentials are wrong (SignatureDoesNotMatch): check where they come from.")]
    [InlineData(403, "RequestTimeTooSkewed", "", FailureKind.Permanent, " was refused because this machine's clock is wrong: set it by NTP.")]
    [InlineData(403, "AccessDenied", "User: arn:x is not authorized to perform: kms:Decrypt on this resource", FailureKind.Permanent, " was refused by KMS (AccessDenied): allow kms:GenerateDataKey and kms:Decrypt for the key that Lake.KmsKey or the bucket names (docs/permissions.md).")]
    [InlineData(400, "KMS.DisabledException", "arn:x is disabled.", FailureKind.Permanent, " was refused by KMS (KMS.DisabledException): allow kms:GenerateDataKey and kms:Decrypt for the key that Lake.KmsKey or the bucket names (docs/permissions.md).")]
    [InlineData(301, "PermanentRedirect", "The bucket must be addressed using another endpoint.", FailureKind.Permanent, " was refused because lakes is in another region: write eu-west-3 into Lake.Region.")]
    [InlineData(400, "AuthorizationHeaderMalformed", "the region 'us-east-1' is wrong; expecting 'eu-west-1'", FailureKind.Permanent, " was refused because lakes is in another region: write eu-west-1 into Lake.Region.")]
    [InlineData(400, "InvalidRequest", "Unsupported header 'x-amz-sdk-checksum-algorithm'.", FailureKind.Permanent, " was refused (400 InvalidRequest: Unsupported header 'x-amz-sdk-checksum-algorithm'): for a server that does not know the newer checksums, write Lake.Checksums: when-required.")]
    [InlineData(400, "InvalidArgument", "Unsupported header 'x-amz-server-side-encryption'.", FailureKind.Permanent, " was refused (400 InvalidArgument): Unsupported header 'x-amz-server-side-encryption'.")]
    [InlineData(400, "InvalidStorageClass", "The x-amz-storage-class header is invalid", FailureKind.Permanent, " was refused (400 InvalidStorageClass): The x-amz-storage-class header is invalid")]
    [InlineData(403, "InvalidObjectState", "", FailureKind.Permanent, ": the object is archived. Restore it, and keep the lake in a storage class that can be read at once.")]
    [InlineData(503, "SlowDown", "Please reduce your request rate.", FailureKind.Transient, " failed again and again (503 SlowDown: Please reduce your request rate); the unit is run again.")]
    [InlineData(400, "KeyTooLongError", "Your key is too long", FailureKind.Permanent, " was refused (400 KeyTooLongError): Your key is too long")]
    public async Task what_s3_refuses_is_said(int status, string code, string message, FailureKind kind, string sentence)
    {
        string? region = status == 301 ? "eu-west-3" : null;
        _server.FaultTimes("GetObject", 100, ScriptedS3Fault.Answers(status, code, message, region));

        IngestException refused = await RefusedAsync(S3Bucket.Lake(_server.Url));

        Assert.Equal((kind, Asked + sentence), (refused.Kind, refused.Message));
    }

    [Fact]
    public async Task a_server_that_is_not_there_is_said()
    {
        Uri gone = _server.Url;
        await _server.DisposeAsync();

        IngestException refused = await RefusedAsync(S3Bucket.Lake(gone));

        Assert.Equal(FailureKind.Transient, refused.Kind);
        Assert.StartsWith($"{Asked} was not answered (", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("): check the network and Lake.Endpoint; the unit is run again.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_server_that_does_not_answer_in_time_is_said()
    {
        var never = new TaskCompletionSource();
        _server.FaultTimes("GetObject", 100, ScriptedS3Fault.Held(never.Task));
        var patience = new S3Patience(1, default, default) { Call = TimeSpan.FromMilliseconds(50) };

        IngestException refused = await RefusedAsync(S3Bucket.Lake(S3Bucket.Spec(_server.Url), patience));

        Assert.Equal((FailureKind.Transient, $"{Asked} was not answered (no answer within 0 s): check the network and Lake.Endpoint; the unit is run again."),
            (refused.Kind, refused.Message));
    }

    [Fact]
    public async Task missing_credentials_are_said_with_where_they_come_from()
    {
        var lake = new S3Lake(
            S3Bucket.Spec(_server.Url), new AwsSpec { Credentials = new Failing(new AmazonClientException("Failed to resolve AWS credentials. The credential providers used to search for credentials returned the following errors:")) }, S3Bucket.Hasty, TimeProvider.System);

        IngestException refused = await RefusedAsync(lake);

        Assert.Equal(FailureKind.Permanent, refused.Kind);
        Assert.StartsWith("No AWS credentials were found for s3://lakes/sensor-data. They come from the environment", refused.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Exception, FailureKind, string> Refusals => new()
    {
        { Wrapped(Sts(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", "Busy.")), FailureKind.Transient, NotNow("Busy") },
        { Wrapped(Sts(HttpStatusCode.TooManyRequests, "", "Slowly.")), FailureKind.Transient, NotNow("Slowly") },
        { Wrapped(Sts(HttpStatusCode.BadRequest, "Throttling", "Rate exceeded")), FailureKind.Transient, NotNow("Rate exceeded") },
        { Wrapped(new HttpRequestException("Connection refused")), FailureKind.Transient, NotNow("Error calling AssumeRole for role arn:x") },
        { new AmazonServiceException("Unable to get IAM security credentials from EC2 Instance Metadata Service."), FailureKind.Transient, NotNow("Unable to get IAM security credentials from EC2 Instance Metadata Service") },
        {
            Wrapped(Sts(HttpStatusCode.Forbidden, "AccessDenied", "User: arn:y is not\nauthorized to perform: sts:AssumeRole.")), FailureKind.Permanent,
            "The AWS credentials for s3://lakes/sensor-data were refused (403 AccessDenied: User: arn:y is not authorized to perform: sts:AssumeRole): "
            + "check the role, who may assume it, and the identity that asks."
        },
        {
            Wrapped(Sts(HttpStatusCode.BadRequest, "ValidationError", $"Value '{Token}' at 'webIdentityToken' is too short.")), FailureKind.Permanent,
            Refused("400 ValidationError: Value '…' at 'webIdentityToken' is too short")
        },
        {
            Wrapped(Sts(HttpStatusCode.BadRequest, "ValidationError", "Value 's3cret' at 'webIdentityToken' is too short.")), FailureKind.Permanent,
            Refused("400 ValidationError: Value '…' at 'webIdentityToken' is too short")
        },
        {
            Wrapped(Sts(HttpStatusCode.Forbidden, "SignatureDoesNotMatch", "should have been 'POST / x-amz-security-token:s3cret'")),
            FailureKind.Permanent, Refused("403 SignatureDoesNotMatch")
        },
        { Wrapped(Sts(HttpStatusCode.ServiceUnavailable, "", $"No {Token} now.")), FailureKind.Transient, NotNow("No … now") },
        {
            new HttpRequestException("outer", new IOException($"Sent {Token}.")), FailureKind.Transient,
            $"{Asked} was not answered (Sent …): check the network and Lake.Endpoint; the unit is run again."
        },
        {
            new AmazonClientException($"Profile {Token} or x-amz-security-token: s3cret is odd."), FailureKind.Permanent,
            $"{Asked} failed: AmazonClientException: Profile … or x-amz-security-token: … is odd."
        },
        { new AmazonClientException("Profile\nx is odd."), FailureKind.Permanent, $"{Asked} failed: AmazonClientException: Profile x is odd." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task credentials_that_cannot_be_had_are_said_with_who_refused_them(Exception failure, FailureKind kind, string sentence)
    {
        var lake = new S3Lake(S3Bucket.Spec(_server.Url), new AwsSpec { Credentials = new Failing(failure) }, S3Bucket.Hasty, TimeProvider.System);

        IngestException refused = await RefusedAsync(lake);

        Assert.Equal((kind, sentence), (refused.Kind, refused.Message));
    }

    [Fact]
    public async Task credentials_that_nobody_gives_are_waited_for_as_long_as_a_call_and_said()
    {
        var patience = new S3Patience(2, default, default) { Call = TimeSpan.FromMilliseconds(50) };
        var endless = new EndlessCredentials();
        var lake = new S3Lake(S3Bucket.Spec(_server.Url), new AwsSpec { Credentials = endless }, patience, TimeProvider.System);

        IngestException refused = await RefusedAsync(lake).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((FailureKind.Transient, NotNow("no credentials were given within 0 s"), 2), (refused.Kind, refused.Message, endless.Count));
    }

    [Fact]
    public async Task credentials_that_could_not_be_renewed_are_asked_for_again_and_so_is_a_broken_answer()
    {
        foreach (Exception once in (Exception[])[Wrapped(Sts(HttpStatusCode.ServiceUnavailable, "", "Busy.")), new AmazonClientException("Expected hash not equal to calculated hash")])
        {
            var lake = new S3Lake(S3Bucket.Spec(_server.Url), new AwsSpec { Credentials = new Failing(once, times: 2) }, S3Bucket.Hasty, TimeProvider.System);

            Assert.Null(await lake.GetControlAsync("readings/20260105.json", default));
        }
    }

    [Fact]
    public async Task a_call_that_is_cancelled_says_nothing_else()
    {
        using var stop = new CancellationTokenSource();
        _server.Fault = _ =>
        {
            stop.Cancel();
            return ScriptedS3Fault.Dropped;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => S3Bucket.Lake(_server.Url).GetControlAsync("readings/20260105.json", stop.Token));
    }

    private static Task<IngestException> RefusedAsync(S3Lake lake) =>
        Assert.ThrowsAsync<IngestException>(() => lake.GetControlAsync("readings/20260105.json", default));

    private static string NotNow(string said) =>
        $"The AWS credentials for s3://lakes/sensor-data could not be renewed for now ({said}); the unit is run again.";

    private static string Refused(string said) =>
        $"The AWS credentials for s3://lakes/sensor-data were refused ({said}): check the role, who may assume it, and the identity that asks.";

    /// <summary>As the SDK wraps what STS answers.</summary>
    private static AmazonClientException Wrapped(Exception inner) => new("Error calling AssumeRole for role arn:x", inner);

    private static AmazonServiceException Sts(HttpStatusCode status, string code, string message) =>
        new(message) { StatusCode = status, ErrorCode = code };

    private sealed class Failing(Exception failure, int times = int.MaxValue) : AWSCredentials
    {
        private int _left = times;

        public override ImmutableCredentials GetCredentials() => _left-- > 0 ? throw failure : new ImmutableCredentials("test", "test", null);
    }
}
