using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Ingest.Benchmarks.Parts;

/// <summary>A figure for each item of <see cref="ItemsAttribute"/> instead of for each invocation.</summary>
internal sealed class ItemsColumn : IColumn
{
    private readonly Func<BenchmarkReport, double?> _figure;
    private readonly string _format;

    /// <param name="name">The column's name.</param>
    /// <param name="legend">What it holds.</param>
    /// <param name="format">How its numbers are written.</param>
    /// <param name="figure">Of a report and its items; null where it was not measured.</param>
    private ItemsColumn(string name, string legend, string format, Func<BenchmarkReport, int, double?> figure)
    {
        ColumnName = name;
        Legend = legend;
        _format = format;
        _figure = report => figure(report, Items(report.BenchmarkCase));
    }

    public static IColumn Nanoseconds { get; } =
        new ItemsColumn("ns/item", "Mean divided by the items of an invocation: its points, samples or rows", "0.00", (report, items) => report.ResultStatistics?.Mean / items);

    public static IColumn PerSecond { get; } =
        new ItemsColumn("M items/s", "Millions of items a second, by the mean", "0.0", (report, items) => 1000 * items / report.ResultStatistics?.Mean);

    public static IColumn Allocated { get; } = new ItemsColumn(
        "B/item", "Bytes allocated by an invocation divided by its items", "0.00", (report, items) => (double?)report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) / items);

    public string Id => $"{nameof(ItemsColumn)}.{ColumnName}";

    public string ColumnName { get; }

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Statistics;

    public int PriorityInCategory => 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend { get; }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase] is { } report && _figure(report) is { } figure ? figure.ToString(_format, CultureInfo.InvariantCulture) : "NA";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    private static int Items(BenchmarkCase benchmark)
    {
        PropertyInfo items = benchmark.Descriptor.Type.GetProperties()
            .Single(property => property.IsDefined(typeof(ItemsAttribute), inherit: true));
        return (int)benchmark.Parameters[items.Name];
    }
}
