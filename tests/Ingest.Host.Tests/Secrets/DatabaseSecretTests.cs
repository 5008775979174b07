using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Host.Secrets;

namespace Ingest.Host.Tests.Secrets;

public sealed class DatabaseSecretTests
{
    private const string Place = "the secret db";

    [Theory]
    [InlineData("""{ "username": "reader", "password": "p{w\"", "engine": "mysql", "host": "h.example", "port": 3307, "dbname": "sensors", "dbClusterIdentifier": "c" }""")]
    [InlineData("""{ "username": "reader", "password": "p{w\"", "engine": "mysql", "host": "h.example", "port": "3307", "dbname": "sensors", "masterarn": null }""")]
    public void A_secret_of_rds_says_everything(string json)
    {
        var secret = DatabaseSecret.Parse(json, Place);

        Assert.Equal(new SourceLogin("reader", "p{w\""), secret.Login);
        Assert.Equal(("h.example", 3307, "sensors"), (secret.Host, secret.Port, secret.Schema));
        Assert.Equal("***", secret.ToString());
    }

    [Fact]
    public void A_secret_that_rds_manages_itself_says_user_and_password_alone()
    {
        var secret = DatabaseSecret.Parse("""{ "username": "admin", "password": "x" }""", Place);

        Assert.Equal((null, null, null), (secret.Host, secret.Port, secret.Schema));
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("\"hunter2\"")]
    [InlineData("""["hunter2"]""")]
    [InlineData("""{ "username": "u", "password": "hunter2" """)]
    public void What_is_no_object_is_told_without_what_is_in_it(string text) => Assert.Equal(
        "The secret db is no JSON object: one with username and password is expected, as RDS makes them.",
        Assert.Throws<IngestException>(() => DatabaseSecret.Parse(text, Place)).Message);

    [Theory]
    [InlineData("""{ "password": "hunter2" }""", "has no member 'username'")]
    [InlineData("""{ "username": "hunter2" }""", "has no member 'password'")]
    [InlineData("""{ "username": "hunter2", "password": "" }""", "has no member 'password'")]
    [InlineData("""{ "username": "hunter2", "password": null }""", "has no member 'password'")]
    [InlineData("""{ "username": "hunter2", "Password": "hunter2" }""", "has no member 'password'")]
    [InlineData("""{ "username": "u", "password": { "hunter2": "hunter2" } }""", "has a member 'password' that is no text")]
    public void A_member_that_is_missing_is_named(string text, string what)
    {
        string sentence = Assert.Throws<IngestException>(() => DatabaseSecret.Parse(text, Place).Login).Message;

        Assert.Equal($"The secret db {what}: write it there as RDS does.", sentence);
    }

    [Theory]
    [InlineData("\"hunter2\"")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    public void A_port_that_is_none_is_told(string port) => Assert.Equal(
        "The secret db has a member 'port' that is no port: write it there as RDS does.",
        Assert.Throws<IngestException>(() => DatabaseSecret.Parse($$"""{ "port": {{port}} }""", Place).Port).Message);
}
