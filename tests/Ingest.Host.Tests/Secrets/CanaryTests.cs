using System.Text.Json.Nodes;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.Secrets;

/// <summary>Whatever happens, no secret is in anything that the executable says or writes: each has a canary in it, and
/// <see cref="CanaryWorld.RunAsync"/> looks for it.</summary>
public sealed class CanaryTests(CanaryWorld world) : IClassFixture<CanaryWorld>
{
    private const string Here = """{ "Url": "mysql://canary@<host>/sensors" }""";

    [Fact]
    public void The_search_finds_a_canary_however_it_is_written()
    {
        Assert.All(
            [Canary.Word, Canary.Word.ToUpperInvariant(), $"x{Canary.Word}", Convert.ToBase64String("c4n4ry7f3a9e"u8), Convert.ToBase64String("12c4n4ry7f3a9e3"u8), Convert.ToHexStringLower("c4n4ry7f3a9e"u8)],
            text => Assert.True(Canary.IsIn(text), text));
        Assert.False(Canary.IsIn("c4n4ry"));
    }

    [SkippableTheory]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "Env": "DB_PASSWORD" } }""")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "File": "password" } }""")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "Value": "<password>" } }""")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "Parameter": "plain" } }""")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "Secret": "plain" } }""")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "Secret": "member" } }""")]
    [InlineData("""{ "Secret": "database" }""")]
    public async Task A_secret_that_works_or_is_denied_is_in_nothing_that_is_said_or_written(string source)
    {
        world.Require();
        string denied = source.Replace("canary@", "nobody@", StringComparison.Ordinal).Replace("\"database\"", "\"nobody\"", StringComparison.Ordinal);

        CliResult works = await RunAsync(source, "backfill", "--table", "sensors", "--json");
        CliResult fails = await RunAsync(denied, "backfill", "--table", "sensors", "--json");

        Assert.True(works.Exit == 0, works.Error);
        Assert.Contains("\"committed\":1", works.Out, StringComparison.Ordinal);
        Assert.Equal(2, fails.Exit);
        Assert.Contains("denies the user access", fails.Error, StringComparison.Ordinal);
        Assert.Empty(Canary.FilesWithIt(world.Made));
    }

    [SkippableFact]
    public async Task No_verb_says_or_writes_a_secret()
    {
        world.Require();
        string config = world.Configuration(Json("""{ "Secret": "database" }"""));
        string csv = Path.Combine(world.Given, "readings.csv");
        await File.WriteAllTextAsync(csv, "time,temperature,co2\n2021-01-01 00:00:00,21.50,400\n2021-01-01 00:01:00,21.25,410\n");
        string[][] verbs =
        [
            ["--help"], ["schema"], ["run", "--help"],
            ["sample", "--table", "raw_sensor_data", "--csv", csv, "--json"],
            ["run", "--dry-run", "--json"], ["backfill", "--json"], ["run"],
            ["verify", "--level", "values", "--json"], ["status", "--json"], ["query", "SELECT count(*) FROM sensors"], ["doctor", "--json"],
        ];
        foreach (string[] verb in verbs)
        {
            CliResult result = await world.RunAsync(null, verb is ["--help"] or ["schema"] or [_, "--help"] ? verb : [.. verb, "--config", config]);

            Assert.True(result.Exit == 0 || verb[0] == "doctor", $"{verb[0]}: {result.Error}");
        }

        Assert.Contains(Directory.EnumerateFiles(world.Made, "*.parquet", SearchOption.AllDirectories), file => file.Contains("date=20210101", StringComparison.Ordinal));
        Assert.Empty(Canary.FilesWithIt(world.Made));
    }

    [SkippableTheory]
    [InlineData("""{ "Url": "mysql://<host>/sensors", "Secret": "member-missing" }""", "has no member 'username'")]
    [InlineData("""{ "Secret": "no-json" }""", "is no JSON object")]
    [InlineData("""{ "Secret": "no-host" }""", "is no host's name")]
    [InlineData("""{ "Secret": "binary" }""", "is binary")]
    [InlineData("""{ "Secret": "denied" }""", "was denied; grant it")]
    [InlineData("""{ "Secret": "quoting" }""", "does not accept the credentials")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "Parameter": "quoting" } }""", "does not accept the credentials")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "Parameter": "denied" } }""", "was denied; grant it")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "Secret": "member-missing" } }""", "has no member 'password'")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "RdsToken": true }, "CaFile": "ca.pem" }""", "RDS took no token")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "RdsToken": true } }""", "nobody whom this machine trusts")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "File": "server.pem" } }""", "denies the user access")]
    [InlineData("""{ "Url": "mysql://canary@<host>/other", "Password": { "Env": "DB_PASSWORD" } }""", "")]
    [InlineData("""{ "Url": "mysql://canary@127.0.0.1:1/sensors", "Password": { "Env": "DB_PASSWORD" } }""", "cannot be reached")]
    [InlineData("""{ "Url": "mysql://canary@no-such-host.invalid/sensors", "Password": { "Env": "DB_PASSWORD" } }""", "cannot be reached")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Options": { "CertificateFile": "/none.pfx", "CertificatePassword": "<password>" } }""", "")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Options": { "Password": "<password>" } }""", "must not set 'Password'")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Options": { "SslMode": "<password>" } }""", "'SslMode'")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Options": { "ConnectionTimeout": "<password>" } }""", "'ConnectionTimeout'")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Options": "Password=<password>" }""", "expected an object")]
    [InlineData("""{ "Url": "mysql://canary:<word>@<host>/sensors" }""", "holds a password")]
    [InlineData("""{ "Url": "canary:<word>@<host>/sensors" }""", "unknown scheme")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": "<password>" }""", "expected an object")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "Env": "<password>" } }""", "is not set")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "RdsToken": "<password>" } }""", "expected true or false")]
    [InlineData("""{ "Url": "mysql://canary@<host>/sensors", "Passwort": "<password>" }""", "unknown key")]
    [InlineData("\"mysql://canary:<word>@<host>/sensors\"", "expected an object")]
    public async Task What_is_wrong_is_said_without_a_secret(string source, string sentence)
    {
        world.Require();

        CliResult result = await RunAsync(source, "run", "--json");

        Assert.NotEqual(0, result.Exit);
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("a fault in ingest itself", result.Error, StringComparison.Ordinal);
        Assert.Empty(Canary.FilesWithIt(world.Made));
    }

    [SkippableTheory]
    [InlineData("InvalidIdentityToken", "", "ingest: Credentials for AWS were refused: InvalidIdentityToken: the token … is none")]
    [InlineData("ValidationError", "", "ingest: Credentials for AWS could not be had for now (ValidationError)")]
    [InlineData("InvalidIdentityToken", "s3://lake/sensors", "(400 InvalidIdentityToken: the token … is none)")]
    [InlineData("ValidationError", "s3://lake/sensors", "ValidationError: 1 validation error detected: Value '…' at 'webIdentityToken'")]
    public async Task A_web_identity_that_is_refused_is_not_said(string code, string root, string sentence)
    {
        world.Require();
        Dictionary<string, string> pod = new()
        {
            ["AWS_ACCESS_KEY_ID"] = "",
            ["AWS_SECRET_ACCESS_KEY"] = "",
            ["AWS_SESSION_TOKEN"] = "",
            ["AWS_WEB_IDENTITY_TOKEN_FILE"] = Path.Combine(world.Given, "token"),
            ["AWS_ROLE_ARN"] = $"arn:aws:iam::123456789012:role/{code}",
            ["AWS_ENDPOINT_URL_STS"] = world.Services,
        };

        string config = root.Length == 0
            ? world.Configuration(Json("""{ "Secret": "database" }"""))
            : world.Configuration(Json("""{ "Url": "mysql://canary@<host>/sensors", "Password": { "Env": "DB_PASSWORD" } }"""), root);

        CliResult result = await world.RunAsync(pod, "run", "--table", "sensors", "--json", "--config", config);

        Assert.NotEqual(0, result.Exit);
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Keys_that_the_environment_overrides_are_not_said()
    {
        world.Require();
        Dictionary<string, string> variables = new()
        {
            ["Ingest__Source__Password"] = CanaryWorld.Password,
            ["Ingest__Source__Options__Password"] = CanaryWorld.Password,
            ["Ingest__Aws"] = CanaryWorld.Password,
            ["Ingest__Aws__Endpoint"] = $"http://key:{Canary.Word}@127.0.0.1:1",
        };

        CliResult result = await world.RunAsync(variables, "run", "--config", world.Configuration(Json(Here)));

        Assert.Equal(2, result.Exit);
        Assert.Contains("Source:Password (environment variable Ingest__Source__Password): expected an object\n", result.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_file_that_is_no_json_is_not_quoted()
    {
        world.Require();
        string config = world.Configuration(Json(Here));
        foreach (string value in new[] { $"t{Canary.Word}", Canary.Word, $"'{Canary.Word}'", $"\"a\" {Canary.Word}", $"\"\\{Canary.Word}\"" })
        {
            await File.WriteAllTextAsync(config, $$"""{ "Source": { "Password": { "Value": {{value}} } } }""");

            CliResult result = await world.RunAsync(null, "run", "--config", config);

            Assert.Equal(2, result.Exit);
            Assert.Contains("cannot be read as JSON: look at line 1, position ", result.Error, StringComparison.Ordinal);
        }
    }

    private async Task<CliResult> RunAsync(string source, params string[] arguments) =>
        await world.RunAsync(null, [.. arguments, "--config", world.Configuration(Json(source))]);

    private JsonNode? Json(string source)
    {
        string password = CanaryWorld.Password.Replace("\"", "\\\"", StringComparison.Ordinal);
        return JsonNode.Parse(source
            .Replace("<host>", world.Host, StringComparison.Ordinal)
            .Replace("<word>", Canary.Word, StringComparison.Ordinal)
            .Replace("<password>", password, StringComparison.Ordinal));
    }
}
