using MySqlConnector;
using Xunit;

namespace Ingest.TestKit;

/// <summary>The database server that <c>tests/run</c> starts, named by the environment variable <see cref="Variable"/> as
/// <c>mysql://user:password@host:port/schema</c>.</summary>
public static class MariaDb
{
    public const string Variable = "INGEST_TEST_MYSQL";

    public const string SkipReason =
        "needs a MariaDB server: run tests/run, which starts one, or set " + Variable + "=mysql://user:password@host:port/schema";

    /// <summary>The server's URL; null where there is none.</summary>
    public static Uri? Url { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } url ? new Uri(url) : null;

    /// <summary>Skips the test, with a sentence, where there is no server. For a <c>[SkippableFact]</c>.</summary>
    public static Uri Require()
    {
        Skip.If(Url is null, SkipReason);
        return Url!;
    }

    /// <summary>How the driver connects to a schema of the server, apart from the code under test.</summary>
    public static string ConnectionString(string schema)
    {
        Uri url = Require();
        string[] user = url.UserInfo.Split(':', 2);
        return new MySqlConnectionStringBuilder
        {
            Server = url.Host,
            Port = (uint)url.Port,
            UserID = Uri.UnescapeDataString(user[0]),
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : "",
            Database = schema,
            Pooling = false,
        }.ConnectionString;
    }
}
