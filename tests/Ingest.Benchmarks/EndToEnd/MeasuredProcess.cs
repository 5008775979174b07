using System.Diagnostics;
using System.Globalization;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>A process run to its end, watched from outside.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="PeakBytes">The most resident memory that it had at once (VmHWM).</param>
/// <param name="Curve">Resident bytes over seconds, a few times a second.</param>
/// <param name="Output">Lines of its standard output.</param>
internal sealed record MeasuredProcess(double Seconds, long PeakBytes, IReadOnlyList<(double Seconds, long Bytes)> Curve, IReadOnlyList<string> Output)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    /// <summary>Whatever takes longer hangs, and is ended.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);
    private const double CurveSeconds = 0.25;

    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public static async Task<MeasuredProcess> RunAsync(string program, IEnumerable<string> arguments, string password, CancellationToken stop)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment[Workload.PasswordVariable] = password;
        // What a bucket of our own takes; nothing here may reach for anybody else's.
        start.Environment["AWS_ACCESS_KEY_ID"] = "test";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "test";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        long begun = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task end = process.WaitForExitAsync(CancellationToken.None);
        long peak = 0;
        var curve = new List<(double Seconds, long Bytes)>();
        while (await Task.WhenAny(end, Task.Delay(Poll, TimeProvider.System, CancellationToken.None)) != end)
        {
            if (Stopwatch.GetElapsedTime(begun) > Longest || stop.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
            }

            (long now, peak) = Memory(process.Id, peak);
            double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            if (seconds >= curve.Count * CurveSeconds)
            {
                curve.Add((seconds, now));
            }
        }

        stop.ThrowIfCancellationRequested();
        double took = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        string[] lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return process.ExitCode == 0
            ? new MeasuredProcess(took, peak, curve, lines)
            : throw new InvalidOperationException($"{program} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}.");
    }

    /// <summary>Resident bytes now and at most; what was known where the process is gone.</summary>
    private static (long Now, long Peak) Memory(int process, long known)
    {
        try
        {
            long now = 0;
            long peak = known;
            foreach (string line in File.ReadLines($"/proc/{process}/status"))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                {
                    peak = Math.Max(peak, Bytes(line));
                }
                else if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
                {
                    now = Bytes(line);
                }
            }

            return (now, peak);
        }
        catch (IOException)
        {
            return (0, known);
        }
    }

    private static long Bytes(string line) =>
        long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}
