using System.ComponentModel;
using System.Diagnostics;

namespace Ingest.Host.Tests.Documents;

/// <summary>Builds what a page of the documentation says, as its reader does. Skips the test where there is no SDK.</summary>
internal static class DotnetBuild
{
    private static readonly TimeSpan BuildMax = TimeSpan.FromMinutes(5);

    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">What follows <c>dotnet</c>.</param>
    public static async Task RunAsync(string folder, string arguments)
    {
        var start = new ProcessStartInfo("dotnet", $"{arguments} --nologo -nodeReuse:false -p:UseSharedCompilation=false")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the test runner told its own processes would have the build use parts of the runner.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using Process? build = Started(start);
        Skip.If(build is null, "there is no dotnet on the PATH to build the page's project with");
        using var limit = new CancellationTokenSource(BuildMax);
        Task<string> output = build!.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = build.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await build.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            build.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(build.ExitCode == 0, await output + await error);
    }

    private static Process? Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
