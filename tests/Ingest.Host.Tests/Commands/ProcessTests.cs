using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ingest.Host.Tests.Commands;

/// <summary>The executable as a process of its own.</summary>
public sealed partial class ProcessTests : IDisposable
{
    private const int Sigint = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_result_is_all_that_standard_output_has()
    {
        using Process process = Start("query", "--config", _cli.Config, "--json", "SELECT 1 AS a");
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal((0, "{\"columns\":[\"a\"],\"rows\":[[1]]}\n"), (process.ExitCode, output));
    }

    [Fact]
    public async Task The_environment_overrides_the_configuration()
    {
        using Process process = StartWith(new() { ["Ingest__Lake__Rot"] = "x" }, "query", "--config", _cli.Config, "SELECT 1");
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal((2, "ingest: Lake:Rot (environment variable Ingest__Lake__Rot): unknown key, did you mean Root?\n"), (process.ExitCode, error));
    }

    [SkippableFact]
    public async Task An_interrupt_stops_a_query_and_ends_with_130()
    {
        Skip.If(OperatingSystem.IsWindows(), "sends a POSIX signal");
        string pipe = Path.Combine(_cli.Folder.Path, "pipe.json");
        Assert.Equal(0, MakeFifo(pipe, 0b110_000_000));
        using Process process = Start("query", "--config", pipe, "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range + b.range = 7");

        // A pipe can be opened once somebody reads it: by then the process has its signals in hand.
        await Task.Run(() => File.WriteAllText(pipe, File.ReadAllText(_cli.Config))).WaitAsync(Patience);
        Assert.Equal(0, Kill(process.Id, Sigint));
        string error = await process.StandardError.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal((130, "ingest: interrupted\n"), (process.ExitCode, error));
    }

    private static Process Start(params string[] arguments) => StartWith([], arguments);

    private static Process StartWith(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [ExecutableProcess.Executable, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
