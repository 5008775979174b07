using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using BenchmarkDotNet.Attributes;
using Ingest.Actors.Batching;
using Ingest.Actors.Decoding;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using Ingest.Codec.SensorPack;

namespace Ingest.Benchmarks.Parts;

/// <summary>Sorting decoded batches into the row groups of their event dates, as a stream; an item is a sample.</summary>
[Config(typeof(PartsConfig))]
public class BatcherBenchmarks
{
    private const int BatchRows = 16_384;
    private const int RunRows = 50;
    private const int Carried = 1;
    private const long StepMicros = 80_000;

    private static readonly TableSpec Table = new()
    {
        Name = "readings",
        SourceTable = "readings",
        Path = "readings",
        Key = ["id"],
        Time = new TimeSpec("received_at"),
        Columns = ["sensor_id"],
        Payload = new PayloadSpec("payload", new SensorPackDecoder(Readings.Channels)),
    };

    private static readonly LakeSchema Schema = new(
        [
            new Column("sensor_id", ColumnType.Int64),
            new Column(LakeSchema.TimeColumn, ColumnType.TimestampMicros),
            .. Readings.Channels.Select(channel => new Column(channel.Name, channel.Type)),
        ],
        []);

    private ActorSystem _system = null!;
    private IMaterializer _materializer = null!;
    private List<DecodedBatch> _batches = [];

    /// <summary>Event dates that the samples have in turn, 50 samples each.</summary>
    [Params(1, 8)]
    public int Dates { get; set; }

    [Items(1_048_576, smoke: 2_000)]
    public int Samples { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _system = ActorSystem.Create("bench", "akka.loglevel = ERROR");
        _materializer = _system.Materializer();
        _batches = Batches();
        await CheckGroupsAsync();
    }

    [GlobalCleanup]
    public Task CleanUpAsync() => _system.Terminate();

    /// <summary>The batcher gives batches back, so each run needs its own.</summary>
    [IterationSetup]
    public void MakeBatches() => _batches = Batches();

    [Benchmark]
    public Task<long> Batch() => RunAsync(Sink.Aggregate<RowGroup, long>(0, (rows, group) =>
    {
        using (group)
        {
            return rows + group.Rows.Count;
        }
    }));

    private async Task<T> RunAsync<T>(Sink<RowGroup, Task<T>> sink)
    {
        var limits = new EngineLimits();
        var pass = UnitPass.First(new Unit(Table, UnitInterval.Of(Readings.Day)), Samples, limits);
        await using var scope = new UnitScope(limits, total: null, CancellationToken.None);
        return await Source.From(_batches).Via(PartitionBatcher.Create(Schema, Carried, pass, scope)).RunWith(sink, _materializer);
    }

    private List<DecodedBatch> Batches()
    {
        var batches = new List<DecodedBatch>();
        for (int start = 0; start < Samples; start += BatchRows)
        {
            var samples = new ColumnBatch(Schema.Columns);
            int count = Math.Min(BatchRows, Samples - start);
            for (int sample = start; sample < start + count; sample++)
            {
                ((FixedColumn<long>)samples[0]).Append(sample);
                ((FixedColumn<long>)samples[1]).Append(TimeOf(sample));
                for (int channel = 2; channel < Schema.Columns.Count; channel++)
                {
                    ((FixedColumn<int>)samples[channel]).Append(sample ^ channel);
                }
            }

            batches.Add(new DecodedBatch(
                samples,
                new ColumnBatch(LakeSchema.Rejects.Columns),
                new UnitTally(count, 0, count, (long)count * Readings.Channels.Count, 0),
                count));
        }

        return batches;
    }

    private int DateOf(int sample) => sample / RunRows % Dates;

    private long TimeOf(int sample)
    {
        var midnight = new DateTimeOffset(Readings.Day.AddDays(DateOf(sample)), TimeOnly.MinValue, TimeSpan.Zero);
        return (midnight.ToUnixTimeMilliseconds() * 1000) + (sample * StepMicros);
    }

    /// <summary>Each date's samples, whole and in the order in which they came.</summary>
    private async Task CheckGroupsAsync()
    {
        var groups = await RunAsync(Sink.Seq<RowGroup>());
        for (int date = 0; date < Dates; date++)
        {
            var partition = new Partition(PartitionKind.Data, Readings.Day.AddDays(date));
            List<ColumnBatch> rows = [.. groups.Where(group => group.Partition == partition).Select(group => group.Rows)];
            int[] expected = [.. Enumerable.Range(0, Samples).Where(sample => DateOf(sample) == date)];
            Check.Same(expected.Select(sample => (long)sample), rows.SelectMany(batch => Longs(batch, 0)), $"sensor_id of {partition.Date}");
            Check.Same(expected.Select(TimeOf), rows.SelectMany(batch => Longs(batch, 1)), $"time of {partition.Date}");
            for (int channel = 2; channel < Schema.Columns.Count; channel++)
            {
                Check.Same(
                    expected.Select(sample => sample ^ channel),
                    rows.SelectMany(batch => Ints(batch, channel)),
                    $"channel {channel} of {partition.Date}");
            }
        }

        Check.That(groups.Sum(group => (long)group.Rows.Count) == Samples, "some samples have a date of their own");
        foreach (RowGroup group in groups)
        {
            group.Dispose();
        }
    }

    private static long[] Longs(ColumnBatch rows, int column) => ((FixedColumn<long>)rows[column]).Values.ToArray();

    private static int[] Ints(ColumnBatch rows, int column) => ((FixedColumn<int>)rows[column]).Values.ToArray();
}
