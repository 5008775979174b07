using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using System.Web;
using Ingest.Host.Tests.Commands;
using Ingest.TestKit.Aws;
using Microsoft.AspNetCore.Http;

namespace Ingest.Host.Tests.Secrets;

/// <summary>Who a pod is, as the executable finds it out by itself: IRSA, and EKS Pod Identity. Services are scripted; nothing of AWS's own
/// is reached.</summary>
public sealed partial class IdentityTests : IAsyncLifetime, IDisposable
{
    private const string Role = "arn:aws:iam::123456789012:role/ingest";

    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private LoopbackServer _server = null!;

    public async Task InitializeAsync() => _server = await LoopbackServer.StartAsync(AnswerAsync);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_web_identity_is_exchanged_for_its_role()
    {
        string token = _folder.File("token", "eyJ.web.identity");

        CliResult result = await RunAsync(new()
        {
            ["AWS_WEB_IDENTITY_TOKEN_FILE"] = token,
            ["AWS_ROLE_ARN"] = Role,
            ["AWS_ROLE_SESSION_NAME"] = "ingest-pod",
            ["AWS_ENDPOINT_URL_STS"] = _server.Url.AbsoluteUri,
        });

        Assert.Equal(
            [$"sts AssumeRoleWithWebIdentity {Role} ingest-pod eyJ.web.identity", "ssm AKIDSTS session-of-sts"],
            _asked.Distinct());
        AssertRead(result);
    }

    [Fact]
    public async Task A_pod_identity_is_asked_for_at_its_agent()
    {
        string token = _folder.File("token", "eyJ.pod.identity");

        CliResult result = await RunAsync(new()
        {
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = new Uri(_server.Url, "/v1/credentials").AbsoluteUri,
            ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = token,
        });

        Assert.Equal(["agent eyJ.pod.identity", "ssm AKIDAGENT session-of-agent"], _asked.Distinct());
        AssertRead(result);
    }

    [Fact]
    public async Task Nobody_is_told_with_what_would_help()
    {
        CliResult result = await RunAsync([]);

        Assert.Empty(_asked);
        Assert.Equal(2, result.Exit);
        Assert.StartsWith("ingest: sensors: No credentials for AWS were found: set AWS_ACCESS_KEY_ID", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Nothing listens on the database's port: whoever gets as far has read the password.</summary>
    private static void AssertRead(CliResult result) => Assert.Equal(
        (2, "ingest: sensors: mysql://127.0.0.1:1/s cannot be reached: check host and port in Source.Url, and that a network path to it is open.\n"),
        (result.Exit, result.Error));

    private async Task<CliResult> RunAsync(Dictionary<string, string> identity)
    {
        string config = _folder.File(
            "ingest.json",
            $$"""
            {
              "Source": { "Url": "mysql://u@127.0.0.1:1/s", "Password": { "Parameter": "/db" } },
              "Aws": { "Region": "eu-central-1", "Endpoint": "{{_server.Url}}" },
              "Lake": { "Root": "lake" }, "Tables": { "sensors": { "Copy": true } }, "Retry": { "Count": 0 }
            }
            """);
        identity["AWS_EC2_METADATA_DISABLED"] = "true";
        // Neither keys nor profiles of whoever runs the tests.
        identity["HOME"] = _folder.Path;
        identity["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(_folder.Path, "none");
        identity["AWS_CONFIG_FILE"] = Path.Combine(_folder.Path, "none");
        foreach (string variable in (string[])["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"])
        {
            identity[variable] = "";
        }

        using ExecutableProcess process = ExecutableProcess.Start(identity, "run", "--config", config);
        return await process.EndAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        if (context.Request.Path == "/v1/credentials")
        {
            _asked.Enqueue($"agent {context.Request.Headers.Authorization}");
            await context.Response.WriteAsync(
                """{ "AccessKeyId": "AKIDAGENT", "SecretAccessKey": "k", "Token": "session-of-agent", "Expiration": "2099-01-01T00:00:00Z" }""");
        }
        else if (context.Request.Headers["X-Amz-Target"] == "AmazonSSM.GetParameter")
        {
            string key = AccessKey().Match(context.Request.Headers.Authorization.ToString()).Groups[1].Value;
            _asked.Enqueue($"ssm {key} {context.Request.Headers["x-amz-security-token"]}");
            await context.Response.WriteAsync("""{ "Parameter": { "Value": "x" } }""");
        }
        else
        {
            var form = HttpUtility.ParseQueryString(body);
            _asked.Enqueue($"sts {form["Action"]} {form["RoleArn"]} {form["RoleSessionName"]} {form["WebIdentityToken"]}");
            context.Response.ContentType = "text/xml";
            await context.Response.WriteAsync(
                """
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>
                <AccessKeyId>AKIDSTS</AccessKeyId><SecretAccessKey>k</SecretAccessKey><SessionToken>session-of-sts</SessionToken>
                <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/ingest/ingest-pod</Arn>
                <AssumedRoleId>A:ingest-pod</AssumedRoleId></AssumedRoleUser></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
                """);
        }
    }

    [GeneratedRegex("Credential=([^/]+)/")]
    private static partial Regex AccessKey();
}
