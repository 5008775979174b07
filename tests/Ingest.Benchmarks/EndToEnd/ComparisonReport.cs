using System.Globalization;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>Results as Markdown.</summary>
internal static class ComparisonReport
{
    private const double MiB = 1024 * 1024;
    private const int CurveBars = 30;

    public static void Write(TextWriter output, ComparisonResult result)
    {
        double read = Median(result.Read);
        double straight = Median(result.Straight);
        double warmRead = Median(result.WarmRead);
        double warmStraight = Median(result.WarmStraight);
        output.WriteLine(Text($"## {result.Workload.Shape}, {result.Workload.DayCount} days, {result.Workload.Points:N0} points, {result.Read.Count} rounds"));
        output.WriteLine();
        output.WriteLine("| | median s | lowest | highest | to straight line | to read loop | peak MiB |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        Row("bare read loop, process", result.Read, read, straight, null);
        Row("straight line, process", result.Straight, read, straight, result.StraightPeakBytes);
        Row("`ingest backfill`, process", result.Backfill, read, straight, result.EnginePeakBytes);
        Row("bare read loop, second time in process", result.WarmRead, warmRead, warmStraight, null);
        Row("straight line, second time in process", result.WarmStraight, warmRead, warmStraight, null);
        Row("`ingest backfill`, second time in process", result.WarmEngine, warmRead, warmStraight, null);
        output.WriteLine();
        output.WriteLine(Text(
            $"{(double)result.ObjectBytes / result.Workload.Points:F3} bytes a point; {(double)result.AllocatedBytes / result.Workload.Points:F1} bytes allocated a point; longest query of the source {result.LongestQuerySeconds:F3} s."));
        output.WriteLine();
        foreach (string plan in result.Plans)
        {
            output.WriteLine($"- {plan}");
        }

        output.WriteLine();

        void Row(string name, IReadOnlyList<double> seconds, double toRead, double toStraight, long? peak)
        {
            double median = Median(seconds);
            string memory = peak is { } bytes ? Text($"{bytes / MiB:F0}") : "";
            output.WriteLine(Text(
                $"| {name} | {median:F2} | {seconds.Min():F2} | {seconds.Max():F2} | {median / toStraight:F2} | {median / toRead:F2} | {memory} |"));
        }
    }

    public static void Write(TextWriter output, LongRunResult result)
    {
        double few = Median(result.Few.Select(run => run.Seconds));
        double many = Median(result.Many.Select(run => run.Seconds));
        double times = (double)result.Longer.DayCount / result.Days.DayCount;
        double fewPeak = Peak(result.Few);
        double manyPeak = Peak(result.Many);
        output.WriteLine(Text($"## {result.Longer.Shape}, {result.Longer.DayCount} days against {result.Days.DayCount}, {result.Many.Count} rounds"));
        output.WriteLine();
        output.WriteLine(Text(
            $"Medians {many:F2} s and {few:F2} s: {many / (few * times):F2} of {times:F0} times the short one. Peak {manyPeak:F0} MiB and {fewPeak:F0} MiB: {manyPeak / fewPeak:F2}."));
        output.WriteLine();
        output.WriteLine("Resident memory over time:");
        output.WriteLine();
        IReadOnlyList<(double Seconds, long Bytes)> curve = result.Many[^1].Curve;
        for (int i = 0; i < curve.Count; i += Math.Max(1, curve.Count / CurveBars))
        {
            output.WriteLine(Text($"    {curve[i].Seconds,6:F1} s {curve[i].Bytes / MiB,5:F0} MiB {new string('#', (int)(curve[i].Bytes / MiB / 8))}"));
        }

        output.WriteLine();
    }

    public static void Write(TextWriter output, BucketResult result)
    {
        double directory = Median(result.Directory.Select(run => run.Seconds));
        double bucket = Median(result.Bucket.Select(run => run.Seconds));
        output.WriteLine(Text($"## {result.Days.Shape}, {result.Days.DayCount} days into a bucket of a server on this machine, {result.Bucket.Count} rounds"));
        output.WriteLine();
        output.WriteLine(Text(
            $"Medians {bucket:F2} s, and {directory:F2} s into a directory: {bucket / directory:F2}. Peak {Peak(result.Bucket):F0} MiB and {Peak(result.Directory):F0} MiB. Every object has the directory's bytes."));
        output.WriteLine();
    }

    public static void Write(TextWriter output, WideResult result)
    {
        double read = Median(result.Read);
        double copy = Median(result.Backfill.Select(run => run.Seconds));
        output.WriteLine(Text($"## A plain table of 31 columns, {WideTable.Rows:N0} rows, {result.Backfill.Count} rounds"));
        output.WriteLine();
        output.WriteLine(Text(
            $"Medians {copy:F2} s, and {read:F2} s to read it bare: {copy / read:F2}. Peak {Peak(result.Backfill):F0} MiB, {(double)result.ObjectBytes / WideTable.Rows:F0} bytes a row."));
        output.WriteLine();
    }

    public static void Write(TextWriter output, CopyResult result)
    {
        double dump = Median(result.Dump.Select(run => run.Seconds));
        double copy = Median(result.Copy.Select(run => run.Seconds));
        output.WriteLine(Text($"## A table of 12 columns, {CopiedTable.Rows:N0} rows, copied whole, {result.Copy.Count} rounds"));
        output.WriteLine();
        output.WriteLine(Text(
            $"Medians {copy:F2} s, {CopiedTable.Rows / copy:N0} rows a second, and {dump:F2} s with one thread of mydumper: {copy / dump:F2}. Peak {Peak(result.Copy):F0} MiB, longest query {result.LongestQuery:F2} s, {result.ObjectBytes:N0} bytes, and {result.GzippedBytes:N0} as gzipped CSV: {(double)result.ObjectBytes / result.GzippedBytes:F2}."));
        output.WriteLine();
    }

    private static double Peak(IEnumerable<MeasuredProcess> runs) => runs.Max(run => run.PeakBytes) / MiB;

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
