using Akka.Streams;
using Akka.Streams.Dsl;
using Ingest.Actors.Batching;
using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Auditing;

/// <summary>Reads a unit's source rows once more, in its snapshot, and sums them up: as they are, or decoded, for each object
/// that they belong into.</summary>
internal sealed class SourceSums
{
    private readonly Dictionary<Partition, RowSums> _sums = [];
    private readonly Unit _unit;
    private readonly int? _time;
    private readonly RunMeter _meter;

    private SourceSums(Unit unit, int? time, RunMeter meter)
    {
        _unit = unit;
        _time = time;
        _meter = meter;
    }

    /// <summary>Sum of the source rows' hashes over all selected columns.</summary>
    public ulong Checksum { get; private set; }

    private long Rows { get; set; }

    /// <summary>What belongs into each object, by its key; nothing where rows were not decoded.</summary>
    public IReadOnlyDictionary<string, RowSums> Objects => _sums.ToDictionary(sum => sum.Key.Key(_unit), sum => sum.Value);

    /// <summary>Reads the rows. Decodes them where <paramref name="level"/> asks for values.</summary>
    /// <exception cref="Exception">The source failed; a stream wraps what its stages throw.</exception>
    public static async Task<SourceSums> ReadAsync(
        OpenUnit open, AuditLevel level, EngineLimits limits, RunMeter meter, IMaterializer materializer, CancellationToken cancellation)
    {
        LakeSchema schema = DecodedSchema.Of(open.Table);
        var sums = new SourceSums(open.Unit, open.Table.Payload is null ? null : open.Table.Carried.Count, meter);
        await using var scope = new UnitScope(limits, null, cancellation, open.Snapshot.Age.Expired);
        await using IPageReader reader = open.Snapshot.Read(open.Table, open.Unit.Interval, open.Source, limits.PageBytes);
        Source<RowPage, Akka.NotUsed> pages = PageSource.Create(reader, scope);
        try
        {
            await (level == AuditLevel.Values
                ? pages.Via(DecodeFlow.Create(new RowDecoder(open.Table, schema, open.End, limits.BatchBytes), scope))
                    .RunForeach(batch => sums.Add(batch, scope), materializer)
                : pages.RunForeach(page => sums.Add(page, scope), materializer));
        }
        catch (Exception cause)
        {
            await scope.StopAsync();
            open.Snapshot.Age.ThrowIfTooOld(cause, cancellation);
            throw;
        }

        return sums.Rows == open.Source.Rows
            ? sums
            : throw IngestException.Transient(
                $"{open.Unit}: the source counts {open.Source.Rows} rows and its pages held {sums.Rows}; verify it again.");
    }

    private void Add(RowPage page, UnitScope scope)
    {
        Count(new UnitTally(page.Rows, 0, 0, 0, RowChecksum.Of(page.Columns, 0, page.Rows, _unit.Table.Hash?.Seed ?? 0)));
        scope.Budget.Add(-page.Columns.CapacityBytes);
        page.Dispose();
    }

    private void Add(DecodedBatch batch, UnitScope scope)
    {
        Count(batch.Tally);
        foreach ((Partition partition, int start, int count) in Runs(batch.Samples))
        {
            Add(partition, batch.Samples, start, count);
        }

        Add(new Partition(PartitionKind.Rejects, (_unit.Interval as UnitInterval.Day)?.Date), batch.Rejects, 0, batch.Rejects.Count);
        scope.Budget.Add(-batch.CapacityBytes);
        batch.Dispose();
    }

    private void Count(UnitTally tally)
    {
        Rows += tally.Rows;
        Checksum += tally.Checksum;
        _meter.Count(tally);
    }

    private void Add(Partition partition, ColumnBatch rows, int start, int count)
    {
        if (count > 0)
        {
            _sums[partition] = _sums.GetValueOrDefault(partition) + new RowSums(count, RowChecksum.Of(rows, start, count));
        }
    }

    /// <summary>Neighbours of one event date; all rows where there are none.</summary>
    private IEnumerable<(Partition Partition, int Start, int Count)> Runs(ColumnBatch samples)
    {
        if (_time is not { } time)
        {
            yield return (Partition.Main(_unit), 0, samples.Count);
            yield break;
        }

        var times = (FixedColumn<long>)samples[time];
        for (int start = 0, end; start < samples.Count; start = end)
        {
            end = start + Dates.RunLength(times.Values[start..]);
            yield return (new Partition(PartitionKind.Data, Dates.Of(times.Values[start])), start, end - start);
        }
    }
}
