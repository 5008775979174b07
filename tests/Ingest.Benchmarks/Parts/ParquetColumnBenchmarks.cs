using BenchmarkDotNet.Attributes;
using DuckDB.NET.Data;
using Ingest.Actors.Units;
using Ingest.Actors.Writing;
using Ingest.Codec.Columns;
using Ingest.Host.Sampling.Reference;

namespace Ingest.Benchmarks.Parts;

/// <summary>
/// Encoding and compressing a full row group of one column; an item is a row. Both ways write the same bytes, so what
/// <see cref="Reordered"/> takes longer is what gathering takes.
/// </summary>
[Config(typeof(PartsConfig))]
public class ParquetColumnBenchmarks
{
    private static readonly DuckDBConnection Reader = Open();

    private ColumnCase _column = null!;
    private LakeSchema _schema = null!;
    private ColumnBatch _sorted = null!;
    private ColumnBatch _arrived = null!;
    private int[] _order = [];

    [Params("int32", "int64", "timestamp", "decimal-narrow", "decimal-wide", "float", "double", "text", "bytes")]
    public string Kind { get; set; } = "";

    /// <summary>Whether a tenth of the values is missing.</summary>
    [Params(false, true)]
    public bool Nulls { get; set; }

    [Items(1_048_576, smoke: 2_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _column = ColumnCase.Of(Kind);
        _schema = new LakeSchema([new Column("v", _column.Type)], []);
        _order = SensorAfterSensor();
        object?[] values = _column.Values(Rows, Nulls);
        var arrived = new object?[Rows];
        for (int row = 0; row < Rows; row++)
        {
            arrived[_order[row]] = values[row];
        }

        _sorted = Batch(values);
        _arrived = Batch(arrived);
        string folder = Directory.CreateTempSubdirectory("ingest-bench").FullName;
        try
        {
            await CheckAsync(Path.Combine(folder, "sorted.parquet"), Path.Combine(folder, "arrived.parquet"), values);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _sorted.Dispose();
        _arrived.Dispose();
    }

    [Benchmark(Baseline = true)]
    public Task<long> InOrder() => WriteAsync(_sorted, null);

    [Benchmark]
    public Task<long> Reordered() => WriteAsync(_arrived, _order);

    private async Task<long> WriteAsync(ColumnBatch rows, ReadOnlyMemory<int>? order)
    {
        await using var sink = new NullSink();
        await WriteAsync(sink, rows, order);
        return sink.Length;
    }

    private async Task WriteAsync(Stream stream, ColumnBatch rows, ReadOnlyMemory<int>? order)
    {
        ParquetObject parquet = await ParquetObject.CreateAsync(stream, _schema, CancellationToken.None);
        await parquet.WriteRowGroupAsync(rows, order, CancellationToken.None);
        await parquet.CompleteAsync(CancellationToken.None);
    }

    /// <summary>Rows arrive in turn, one of each sensor.</summary>
    private int[] SensorAfterSensor() =>
        [.. Enumerable.Range(0, Rows).OrderBy(row => row % SampleShape.Sensors)];

    private ColumnBatch Batch(object?[] values)
    {
        var batch = new ColumnBatch(_schema.Columns);
        foreach (object? value in values)
        {
            ColumnCase.Append(batch[0], value);
        }

        return batch;
    }

    private async Task CheckAsync(string sorted, string arrived, object?[] values)
    {
        await WriteFileAsync(sorted, _sorted, null);
        await WriteFileAsync(arrived, _arrived, _order);
        Check.Same(values, Read(sorted), "the column that DuckDB reads");
        Check.That(File.ReadAllBytes(sorted).AsSpan().SequenceEqual(File.ReadAllBytes(arrived)), "rows in another order give other bytes");
        long bytes = new FileInfo(sorted).Length;
        Check.That(await InOrder() == bytes && await Reordered() == bytes, "the sink takes other bytes than a file");
    }

    private async Task WriteFileAsync(string path, ColumnBatch rows, ReadOnlyMemory<int>? order)
    {
        await using FileStream file = File.Create(path);
        await WriteAsync(file, rows, order);
    }

    private IEnumerable<object?> Read(string path)
    {
        using DuckDBCommand command = Reader.CreateCommand();
        command.CommandText = $"SELECT {_column.Select} FROM read_parquet('{path}')";
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader.IsDBNull(0) ? null : reader.GetValue(0);
        }
    }

    private static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        return connection;
    }
}
