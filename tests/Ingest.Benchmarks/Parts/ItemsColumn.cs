using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Ingest.Benchmarks.Parts;

/// <summary>A figure for each item of <see cref="ItemsAttribute"/> instead of for each invocation.</summary>
internal sealed class ItemsColumn : IColumn
{
    private readonly Func<double, double> _figure;
    private readonly string _format;

    private ItemsColumn(string name, string legend, string format, Func<double, double> figure)
    {
        ColumnName = name;
        Legend = legend;
        _format = format;
        _figure = figure;
    }

    public static IColumn Nanoseconds { get; } =
        new ItemsColumn("ns/item", "Mean divided by the items of an invocation: its points, samples or rows", "0.00", nanoseconds => nanoseconds);

    public static IColumn PerSecond { get; } =
        new ItemsColumn("M items/s", "Millions of items a second, by the mean", "0.0", nanoseconds => 1000 / nanoseconds);

    public string Id => $"{nameof(ItemsColumn)}.{ColumnName}";

    public string ColumnName { get; }

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Statistics;

    public int PriorityInCategory => 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend { get; }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase]?.ResultStatistics is { } statistics
            ? _figure(statistics.Mean / Items(benchmarkCase)).ToString(_format, CultureInfo.InvariantCulture)
            : "NA";

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
