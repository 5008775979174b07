using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Ingest.Actors.Batching;
using Ingest.Codec.Columns;
using Ingest.Host.Sampling.Reference;

namespace Ingest.Benchmarks.Parts;

/// <summary>Finding the order of a full row group's rows; an item is a row.</summary>
[Config(typeof(PartsConfig))]
public class RowOrderBenchmarks
{
    private const long FirstTime = 1_609_459_200_000_000;
    private const long DayMicros = 86_400_000_000;
    private const long HourMicros = 3_600_000_000;
    private const int Runs = 16;

    private ColumnBatch _rows = null!;
    private int[] _sortBy = [];

    /// <summary>
    /// sensors: 500 sensors in any order. sensors-times: the same, then their times, which come in order for each sensor, as readings
    /// do. sensors-late: a tenth of the times comes up to an hour late. sorted: times in order. runs: 16 runs of times, each in order.
    /// times: times in no order. bytes: keys of 16 bytes in none.
    /// </summary>
    [Params("sensors", "sensors-times", "sensors-late", "sorted", "runs", "times", "bytes")]
    public string Keys { get; set; } = "";

    [Items(1_048_576, smoke: 2_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int[] sensors = new int[Rows];
        long[] times = new long[Rows];
        string[] texts = new string[Rows];
        var random = new SplitMix64(1);
        for (int row = 0; row < Rows; row++)
        {
            sensors[row] = 1 + (int)random.Below(SampleShape.Sensors);
            times[row] = FirstTime + Time(row, ref random);
            texts[row] = random.Next().ToString("x16", CultureInfo.InvariantCulture);
        }

        _rows = new ColumnBatch([new("sensor_id", ColumnType.Int32), new("time", ColumnType.TimestampMicros), new("key", ColumnType.Text)]);
        sensors.CopyTo(((FixedColumn<int>)_rows[0]).AppendUninitialized(Rows));
        times.CopyTo(((FixedColumn<long>)_rows[1]).AppendUninitialized(Rows));
        foreach (string text in texts)
        {
            ((BytesColumn)_rows[2]).Append(Encoding.ASCII.GetBytes(text));
        }

        _sortBy = Keys switch { "sensors" => [0], "sensors-times" or "sensors-late" => [0, 1], "bytes" => [2], _ => [1] };
        CheckOrder(sensors, times, texts);
    }

    [GlobalCleanup]
    public void CleanUp() => _rows.Dispose();

    [Benchmark]
    public bool Sort()
    {
        using RowOrder? order = RowOrder.Sort(_rows, _sortBy);
        return order is null;
    }

    private long Time(int row, ref SplitMix64 random) => Keys switch
    {
        "times" => random.Below(DayMicros),
        "sensors-late" => (row * 80_000L) - (random.Below(10) == 0 ? random.Below(HourMicros) : 0),
        "runs" => (row % ((Rows / Runs) + 1) * 80_000L) + random.Below(80_000),
        _ => (row * 80_000L) + random.Below(80_000),
    };

    /// <summary>LINQ sorts too, and is stable.</summary>
    private void CheckOrder(int[] sensors, long[] times, string[] texts)
    {
        IEnumerable<int> rows = Enumerable.Range(0, Rows);
        IEnumerable<int> expected = Keys switch
        {
            "sensors" => rows.OrderBy(row => sensors[row]),
            "sensors-times" or "sensors-late" => rows.OrderBy(row => sensors[row]).ThenBy(row => times[row]),
            "bytes" => rows.OrderBy(row => texts[row], StringComparer.Ordinal),
            _ => rows.OrderBy(row => times[row]),
        };
        using RowOrder? order = RowOrder.Sort(_rows, _sortBy);
        Check.That(order is null == (Keys == "sorted"), "only rows that are in order have none");
        Check.Same(expected, order is null ? rows : order.Rows.ToArray(), "the order");
    }
}
