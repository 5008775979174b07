using Xunit;

namespace Ingest.TestKit;

/// <summary>The <c>moto</c> server that <c>tests/run</c> starts, a stand-in for services of AWS that others wrote, named by the
/// environment variable <see cref="Variable"/> as <c>http://host:port</c>. Classes of tests that need it have Moto in their names: where there is
/// none, <c>tests/run</c> tells them by that.</summary>
public static class Moto
{
    public const string Variable = "INGEST_TEST_MOTO";

    public const string SkipReason = "needs moto: run tests/run where moto_server is on the PATH or Python can install it, or set "
        + Variable + "=http://host:port";

    /// <summary>The server's address; null where there is none.</summary>
    public static Uri? Url { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } url ? new Uri(url) : null;

    /// <summary>Skips the test, with a sentence, where there is no server. For a <c>[SkippableFact]</c>.</summary>
    public static Uri Require()
    {
        Skip.If(Url is null, SkipReason);
        return Url!;
    }
}
