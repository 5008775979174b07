using System.Text.Json.Nodes;
using System.Web;
using System.Xml.Linq;
using Ingest.Host.Tests.Commands;
using Ingest.TestKit;
using Ingest.TestKit.Aws;
using Microsoft.AspNetCore.Http;

namespace Ingest.Host.Tests.Secrets;

/// <summary>A database whose user has a canary for a password, and services of AWS that hold canaries, quote them, and ask for identities made
/// of them.</summary>
public sealed class CanaryWorld : IAsyncLifetime, IDisposable
{
    public const string Password = $"pw-{Canary.Word}-'\"{{";
    public const string SessionToken = $"session-{Canary.Word}";

    private const string User = "canary";

    private readonly TempFolder _folder = new();
    private readonly CertificateAuthority _authority = new("authority");
    private OwnMariaDb? _database;
    private LoopbackServer? _aws;

    /// <summary>Secrets that somebody put there for Ingest to read.</summary>
    public string Given => Directory.CreateDirectory(Path.Combine(_folder.Path, "given")).FullName;

    /// <summary>What Ingest makes: lakes, temporary files, a home.</summary>
    public string Made => Directory.CreateDirectory(Path.Combine(_folder.Path, "made")).FullName;

    public string Host => $"127.0.0.1:{_database!.Url.Port}";

    public string Services => _aws!.Url.AbsoluteUri;

    public async Task InitializeAsync()
    {
        _authority.Issue(Path.Combine(Given, "server.pem"), Path.Combine(Given, "server.key"), "127.0.0.1");
        await File.WriteAllTextAsync(Path.Combine(Given, "ca.pem"), _authority.Pem);
        await File.WriteAllTextAsync(Path.Combine(Given, "password"), Password + "\n");
        await File.WriteAllTextAsync(Path.Combine(Given, "token"), $"eyJ.{Canary.Word}");
        try
        {
            _database = await OwnMariaDb.StartAsync(
                $"--ssl-cert={Path.Combine(Given, "server.pem")}", $"--ssl-key={Path.Combine(Given, "server.key")}");
        }
        catch (SkipException)
        {
            // Each test says so.
            return;
        }

        _aws = await LoopbackServer.StartAsync(AnswerAsync);
        await _database.ExecuteAsync($"CREATE USER {User} IDENTIFIED BY '{Password.Replace("'", "''", StringComparison.Ordinal)}'");
        await _database.ExecuteAsync($"GRANT ALL PRIVILEGES ON {OwnMariaDb.Schema}.* TO {User}");
        await _database.ExecuteAsync("CREATE TABLE sensors (id INT PRIMARY KEY, name VARCHAR(20)) ENGINE=InnoDB");
        await _database.ExecuteAsync("INSERT INTO sensors VALUES (1, 'one'), (2, 'two')");
    }

    public async Task DisposeAsync()
    {
        if (_aws is not null)
        {
            await _aws.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    /// <summary>Skips the test where there is no database.</summary>
    public void Require() => Skip.If(_database is null, "needs a MariaDB server of its own");

    /// <summary>A configuration with a lake of its own, in a file.</summary>
    /// <param name="source">The section Source, which may be no object.</param>
    /// <param name="root">The lake's; null: a directory.</param>
    public string Configuration(JsonNode? source, string? root = null)
    {
        string name = Guid.NewGuid().ToString("N");
        string file = Path.Combine(Given, $"{name}.json");
        File.WriteAllText(file, new JsonObject
        {
            ["Source"] = source,
            ["Aws"] = new JsonObject { ["Region"] = "eu-central-1", ["Endpoint"] = Services },
            ["Lake"] = new JsonObject { ["Root"] = root ?? Path.Combine(Made, name) },
            ["Retry"] = new JsonObject { ["Count"] = 0 },
            ["Tables"] = JsonNode.Parse(
                """
                {
                  "sensors": { "Copy": true },
                  "raw_sensor_data": {
                    "SourceTable": "raw_readings", "Time": { "Column": "received_at" }, "Columns": ["sensor_id"],
                    "Payload": { "Column": "payload", "Codec": "sensorpack", "Channels": [ { "Name": "temperature", "Scale": 2 }, { "Name": "co2" } ] }
                  }
                }
                """),
        }.ToJsonString());
        return file;
    }

    /// <summary>Runs the executable, and finds no canary in what it says.</summary>
    /// <param name="identity">Variables beside those that are canaries, or null in their place.</param>
    /// <param name="arguments">Of the command line.</param>
    internal async Task<CliResult> RunAsync(Dictionary<string, string>? identity, params string[] arguments)
    {
        Dictionary<string, string> environment = new()
        {
            ["DB_PASSWORD"] = Password,
            ["AWS_ACCESS_KEY_ID"] = "AKIDCANARY",
            ["AWS_SECRET_ACCESS_KEY"] = $"key-{Canary.Word}",
            ["AWS_SESSION_TOKEN"] = SessionToken,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(Given, "none"),
            ["AWS_CONFIG_FILE"] = Path.Combine(Given, "none"),
            ["HOME"] = Made,
            ["TMPDIR"] = Made,
        };
        foreach ((string name, string value) in identity ?? [])
        {
            environment[name] = value;
        }

        using ExecutableProcess process = ExecutableProcess.Start(environment, arguments);
        CliResult result = await process.EndAsync();
        Assert.False(Canary.IsIn(result.Out), result.Out);
        Assert.False(Canary.IsIn(result.Error), result.Error);
        return result;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        if (!body.StartsWith('{'))
        {
            context.Response.StatusCode = 400;
            context.Response.ContentType = "text/xml";
            await context.Response.WriteAsync(Sts(body).ToString());
            return;
        }

        JsonNode asked = JsonNode.Parse(body)!;
        string id = (string)(asked["SecretId"] ?? asked["Name"])!;
        (int status, JsonObject answer) = id switch
        {
            "plain" => (200, Secret(Password)),
            "member" => (200, Secret(new JsonObject { ["password"] = Password, ["other"] = Canary.Word }.ToJsonString())),
            "database" or "nobody" => (200, Secret(new JsonObject
            {
                ["username"] = id == "nobody" ? id : User,
                ["password"] = Password,
                ["host"] = "127.0.0.1",
                ["port"] = _database!.Url.Port,
                ["dbname"] = OwnMariaDb.Schema,
            }.ToJsonString())),
            "member-missing" => (200, Secret($$"""{ "pass": "{{Canary.Word}}" }""")),
            "no-json" => (200, Secret($$"""{ "username": "u", "password": t{{Canary.Word}} }""")),
            "no-host" => (200, Secret($$"""{ "username": "u", "password": "p", "dbname": "s", "host": "{{Canary.Word}}/" }""")),
            "binary" => (200, new JsonObject { ["SecretBinary"] = Convert.ToBase64String("c4n4ry7f3a9e"u8) }),
            "denied" => (400, Error("AccessDeniedException", "User: arn:aws:sts::1:assumed-role/r/s is not authorized")),
            // As services do: what was signed, the session's token too.
            _ => (403, Error("SignatureDoesNotMatch", $"The Canonical String should have been 'POST / x-amz-security-token:{SessionToken}'")),
        };
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    /// <summary>For both services.</summary>
    private static JsonObject Secret(string text) => new() { ["SecretString"] = text, ["Parameter"] = new JsonObject { ["Value"] = text } };

    /// <summary>What STS says of a web identity: the code is the role that was asked for.</summary>
    private static XElement Sts(string form)
    {
        XNamespace xml = "https://sts.amazonaws.com/doc/2011-06-15/";
        string code = HttpUtility.ParseQueryString(form)["RoleArn"]!.Split('/')[^1];
        string said = code == "ValidationError"
            ? $"1 validation error detected: Value 'eyJ.{Canary.Word}' at 'webIdentityToken' failed to satisfy constraint: Member must be longer"
            : $"the token eyJ.{Canary.Word} is none";
        return new(xml + "ErrorResponse", new XElement(xml + "Error", new XElement(xml + "Code", code), new XElement(xml + "Message", said)));
    }

    private static JsonObject Error(string code, string text) => new() { ["__type"] = code, ["message"] = text };
}
