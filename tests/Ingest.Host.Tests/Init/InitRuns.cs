using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;

namespace Ingest.Host.Tests.Init;

/// <summary>Runs <c>ingest init</c> for an installation's database, in place of the configuration that it has.</summary>
internal static class InitRuns
{
    public static async Task<CliResult> InitAsync(this Installation installation, params string[] arguments)
    {
        File.Delete(installation.Config);
        return await installation.InitOverAsync(arguments);
    }

    public static Task<CliResult> InitOverAsync(this Installation installation, params string[] arguments)
    {
        string url = installation.Source.Password is null
            ? $"sqlite:{Path.Combine(installation.Folder, "source.db")}"
            : installation.Source.Url;
        string[] password = installation.Source.Password is null ? [] : ["--password-env", Installation.PasswordVariable];
        return installation.VerbAsync(["init", url, "--out", installation.Config, .. password, .. arguments]);
    }

    /// <summary>A written file with every sentence on one line.</summary>
    public static string Unwrapped(string written) => written.Replace("\n    //   ", " ", StringComparison.Ordinal);

    /// <summary>Runs a verb that ends with 0, or fails the test with what was said.</summary>
    public static async Task<string> DoneAsync(this Task<CliResult> running)
    {
        CliResult result = await running;
        Assert.True(result.Exit == 0, $"ended with {result.Exit}: {result.Error}{result.Out}");
        return result.Out;
    }
}
