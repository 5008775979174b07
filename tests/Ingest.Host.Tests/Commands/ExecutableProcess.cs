using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ingest.Host.Tests.Commands;

/// <summary>The executable as a process of its own, its two streams piped.</summary>
internal sealed partial class ExecutableProcess : IDisposable
{
    // Linux has these numbers; elsewhere SIGSTOP and SIGCONT have others.
    private const int Sigint = 2;
    private const int Sigkill = 9;
    private const int Sigcont = 18;
    private const int Sigstop = 19;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ExecutableProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where the executable's own build puts it: beside these tests it lacks what ASP.NET brings along, which they have.</summary>
    public static string Executable { get; } = Path.Combine(
        AppContext.BaseDirectory.Replace(Repository.Folder("tests/Ingest.Host.Tests"), Repository.Folder("src/Ingest.Host"), StringComparison.Ordinal),
        "ingest.dll");

    public static ExecutableProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Executable, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ExecutableProcess(Process.Start(start)!);
    }

    /// <summary>Sends SIGINT, as Ctrl-C does.</summary>
    public void Interrupt() => Send(Sigint);

    /// <summary>Sends SIGKILL: the process does nothing any more, not even clean up. It may have ended already.</summary>
    public void Kill() => _ = Signal(_process.Id, Sigkill);

    /// <summary>Sends SIGSTOP and waits until no thread runs any more. What a thread asked of the system is done by then.</summary>
    public void Freeze()
    {
        Send(Sigstop);
        Assert.True(SpinWait.SpinUntil(() => _process.HasExited || Threads().All(IsStopped), Patience));
    }

    /// <summary>Sends SIGCONT: all threads go on from where they were stopped.</summary>
    public void Thaw() => Send(Sigcont);

    /// <summary>Completed when it has ended.</summary>
    public Task Ended => _process.WaitForExitAsync().WaitAsync(Patience);

    public bool HasEnded => _process.HasExited;

    /// <summary>Whether it ended by SIGKILL.</summary>
    public bool WasKilled => _process.HasExited && _process.ExitCode == 128 + Sigkill;

    /// <summary>How it ended. Lines of progress, which a slow machine gets more of, are left out.</summary>
    public async Task<CliResult> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        string error = await _error.WaitAsync(Patience);
        return new CliResult(_process.ExitCode, await _output.WaitAsync(Patience), ProgressLines.LeftOut(error));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Send(int signal) => Assert.Equal(0, Signal(_process.Id, signal));

    private string[] Threads() => Directory.GetDirectories($"/proc/{_process.Id}/task");

    /// <summary>The state follows the program's name, which may hold anything but ends with the last parenthesis.</summary>
    private static bool IsStopped(string thread)
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(thread, "stat"));
            return stat[stat.LastIndexOf(')') + 2] == 'T';
        }
        catch (IOException)
        {
            // The thread has ended.
            return true;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
