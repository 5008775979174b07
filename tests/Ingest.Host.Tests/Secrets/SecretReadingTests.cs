using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.TestKit.Aws;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.Host.Tests.Secrets;

/// <summary>Secrets of a scripted Secrets Manager and a scripted Parameter Store, and what is said where there are none.</summary>
public sealed class SecretReadingTests : IAsyncLifetime
{
    private const string InSecret = """{ "Url": "mysql://u@host/s", "Password": { "Secret": "db" } }""";
    private const string InParameter = """{ "Url": "mysql://u@host/s", "Password": { "Parameter": "/ingest/db" } }""";

    private Func<object> _secret = () => new { SecretString = "hunter2" };
    private Func<object> _parameter = () => new { Parameter = new { Name = "/ingest/db", Type = "SecureString", Value = "hunter2" } };
    private ScriptedAwsJson _secrets = null!;
    private ScriptedAwsJson _parameters = null!;

    public async Task InitializeAsync()
    {
        _secrets = await ScriptedAwsJson.StartAsync("secretsmanager", (_, _) => _secret());
        _parameters = await ScriptedAwsJson.StartAsync("ssm", (_, body) => body.GetProperty("WithDecryption").GetBoolean() ? _parameter() : "encrypted");
    }

    public async Task DisposeAsync()
    {
        await _secrets.DisposeAsync();
        await _parameters.DisposeAsync();
    }

    [Theory]
    [InlineData("hunter2", "hunter2")]
    [InlineData("hunter2\n", "hunter2")]
    [InlineData("""{ "password": "hunter2", "more": 1 }""", "hunter2")]
    [InlineData("{hunter2", "{hunter2")]
    [InlineData("\"hunter2\"", "\"hunter2\"")]
    public async Task A_secret_is_taken_as_it_is_or_as_the_member_password(string text, string password)
    {
        _secret = () => new { SecretString = text };

        Assert.Equal(new SourceLogin(null, password), await (await SecretFixture.SpecAsync(InSecret, _secrets.Spec)).LoginAsync());
    }

    [Theory]
    [InlineData("hunter2\n", "hunter2")]
    [InlineData("""{ "password": "hunter2" }""", """{ "password": "hunter2" }""")]
    public async Task A_parameter_is_decrypted_and_taken_as_it_is(string text, string password)
    {
        _parameter = () => new { Parameter = new { Value = text } };

        Assert.Equal(new SourceLogin(null, password), await (await SecretFixture.SpecAsync(InParameter, _parameters.Spec)).LoginAsync());
    }

    [Fact]
    public async Task What_costs_a_request_is_kept_for_a_minute_unless_it_is_denied()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        ISourceLogins logins = (await SecretFixture.SpecAsync(InParameter, _parameters.Spec, clock)).Logins!;

        await logins.ReadAsync(false, default);
        await logins.ReadAsync(false, default);
        clock.Advance(TimeSpan.FromSeconds(59));
        await logins.ReadAsync(false, default);
        Assert.Equal(1, _parameters.Count("GetParameter"));

        await logins.ReadAsync(true, default);
        Assert.Equal(2, _parameters.Count("GetParameter"));
        clock.Advance(TimeSpan.FromSeconds(60));
        await logins.ReadAsync(false, default);
        Assert.Equal(3, _parameters.Count("GetParameter"));
    }

    [Fact]
    public async Task Connections_that_are_opened_at_once_ask_once()
    {
        ISourceLogins logins = (await SecretFixture.SpecAsync(InSecret, _secrets.Spec)).Logins!;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => logins.ReadAsync(false, default)));

        Assert.Equal(1, _secrets.Count("GetSecretValue"));
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        ISourceLogins logins = (await SecretFixture.SpecAsync(InSecret, _secrets.Spec)).Logins!;
        _secrets.Fail("GetSecretValue", AwsFault.Denied("secretsmanager:GetSecretValue"));

        await Assert.ThrowsAsync<IngestException>(() => logins.ReadAsync(false, default));

        Assert.Equal("hunter2", (await logins.ReadAsync(false, default)).Password);
    }

    [Theory]
    [InlineData("ResourceNotFoundException", "secretsmanager:GetSecretValue on secret db: there is none (ResourceNotFoundException: said")]
    [InlineData("AccessDeniedException", "secretsmanager:GetSecretValue on secret db was denied; grant it, see docs/permissions.md (AccessDeniedException: said")]
    [InlineData("InvalidSignatureException", "secretsmanager:GetSecretValue on secret db: Secrets Manager does not accept the credentials (InvalidSignatureException). Check the keys, the region, and that this machine's clock is right.")]
    public async Task A_secret_that_cannot_be_read_is_told_with_action_and_name(string code, string sentence)
    {
        _secrets.Fail("GetSecretValue", new AwsFault(code, 400, "said"));

        Assert.StartsWith(sentence, await SecretFixture.RefusalAsync(InSecret, _secrets.Spec), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ParameterNotFound", "There is no parameter /ingest/db in region eu-central-1: check its name, and Aws.Region.")]
    [InlineData("AccessDeniedException", "ssm:GetParameter on parameter /ingest/db was denied; grant it, see docs/permissions.md (AccessDeniedException: said")]
    [InlineData("InvalidSignatureException", "ssm:GetParameter on parameter /ingest/db: Parameter Store does not accept the credentials (InvalidSignatureException). Check the keys, the region, and that this machine's clock is right.")]
    public async Task A_parameter_that_cannot_be_read_is_told_with_action_and_name(string code, string sentence)
    {
        _parameters.Fail("GetParameter", new AwsFault(code, 400, "said"), 9);

        Assert.StartsWith(sentence, await SecretFixture.RefusalAsync(InParameter, _parameters.Spec), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_empty_or_binary_is_told()
    {
        _parameter = () => new { Parameter = new { Value = "\n" } };
        Assert.Equal("The parameter /ingest/db is empty: write the password into it.", await SecretFixture.RefusalAsync(InParameter, _parameters.Spec));
        _secret = () => new { SecretString = "" };
        Assert.Equal("The secret db is empty: write the password into it.", await SecretFixture.RefusalAsync(InSecret, _secrets.Spec));
        _secret = () => new { SecretBinary = Convert.ToBase64String("hunter2"u8) };
        Assert.Equal("The secret db is binary: put it into Secrets Manager as a string.", await SecretFixture.RefusalAsync(InSecret, _secrets.Spec));
    }

    [Fact]
    public async Task A_file_is_read_for_each_connection_and_what_is_wrong_with_it_is_told()
    {
        using var folder = new TempFolder();
        string file = folder.File("password", "first\n");
        Ingest.Actors.Paging.SourceSpec spec = await SecretFixture.SpecAsync($$"""{ "Url": "mysql://u@host/s", "Password": { "File": "{{file}}" } }""");
        Assert.Equal("first", (await spec.LoginAsync()).Password);

        await File.WriteAllTextAsync(file, "second");
        Assert.Equal("second", (await spec.LoginAsync()).Password);

        await File.WriteAllTextAsync(file, "");
        Assert.Equal($"The password file {file} is empty: write the password into it.", await SecretFixture.RefusalAsync(spec));
        await File.WriteAllBytesAsync(file, [0x68, 0xFF, 0xFE]);
        Assert.Equal($"The password file {file} is no text in UTF-8: write the password into it as it is.", await SecretFixture.RefusalAsync(spec));
        File.Delete(file);
        Assert.StartsWith($"The password file {file} cannot be read: ", await SecretFixture.RefusalAsync(spec), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Secret": "db" }""", "mysql://db.example:3307/sensors")]
    [InlineData("""{ "Secret": "db", "Url": "mysql:///other" }""", "mysql://db.example:3307/other")]
    [InlineData("""{ "Secret": "db", "Url": "mysql://reader.example" }""", "mysql://reader.example:3306/sensors")]
    [InlineData("""{ "Secret": "db", "Url": "mysql://reader.example:3308/other" }""", "mysql://reader.example:3308/other")]
    public async Task A_json_secret_fills_what_the_url_leaves_out(string source, string name)
    {
        _secret = () => new { SecretString = """{ "username": "u", "password": "hunter2", "host": "db.example", "port": 3307, "dbname": "sensors" }""" };

        Ingest.Actors.Paging.SourceSpec spec = await SecretFixture.SpecAsync(source, _secrets.Spec);

        Assert.Equal(name, SourceDatabase.Open(spec).Name);
        Assert.Equal(new SourceLogin("u", "hunter2"), await spec.LoginAsync());
        Assert.Equal(1, _secrets.Count("GetSecretValue"));
    }

    [Fact]
    public async Task The_schema_of_the_url_and_not_the_host_is_what_a_table_is_known_by()
    {
        _secret = () => new { SecretString = """{ "username": "u", "password": "x", "host": "a.example", "dbname": "sensors" }""" };
        await using ISourceDatabase first = SourceDatabase.Open(await SecretFixture.SpecAsync("""{ "Secret": "db" }""", _secrets.Spec));
        _secret = () => new { SecretString = """{ "username": "u", "password": "x", "host": "b.example", "dbname": "sensors" }""" };
        await using ISourceDatabase second = SourceDatabase.Open(await SecretFixture.SpecAsync("""{ "Secret": "db" }""", _secrets.Spec));

        Assert.Equal(("sensors", "sensors"), (first.Schema, second.Schema));
    }

    [Theory]
    [InlineData("""{ "username": "u", "password": "hunter2", "dbname": "s" }""", "Neither Source.Url nor the secret db says the host: write it in Source.Url as mysql://host:3306/schema, or as the member host into the secret.")]
    [InlineData("""{ "username": "u", "password": "hunter2", "host": "h" }""", "Neither Source.Url nor the secret db says the schema: write it in Source.Url as mysql:///schema, or as the member dbname into the secret.")]
    [InlineData("""{ "username": "u", "password": "hunter2", "host": "hunter2/@", "dbname": "s" }""", "The member 'host' of the secret db is no host's name.")]
    [InlineData("hunter2", "The secret db is no JSON object: one with username and password is expected, as RDS makes them.")]
    public async Task A_secret_that_does_not_say_where_the_database_is_is_told(string text, string sentence)
    {
        _secret = () => new { SecretString = text };

        Assert.Equal(sentence, await SecretFixture.RefusalAsync("""{ "Secret": "db" }""", _secrets.Spec));
    }
}
