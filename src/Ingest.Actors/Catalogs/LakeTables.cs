using Ingest.Actors.Batching;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>Reads from the records which tables, columns and partitions the lake has.</summary>
public sealed class LakeTables
{
    /// <summary>Records that are read at once.</summary>
    private const int Parallelism = 16;

    private readonly RecordStore _records;

    public LakeTables(RecordStore records) => _records = records;

    /// <summary>The table, and that of its rejects, once they have objects. Only what was committed counts; a unit whose record is damaged
    /// fails by itself elsewhere.</summary>
    /// <exception cref="IngestException">The lake failed.</exception>
    public async Task<IReadOnlyList<LakeTable>> ReadAsync(TableSpec table, CancellationToken cancellation)
    {
        IReadOnlyList<UnitInterval> units = await _records.ListAsync(table, cancellation);
        var records = new UnitRecord?[units.Count];
        await Parallel.ForAsync(0, units.Count, Bounded(cancellation), async (i, token) =>
            records[i] = (await _records.TryGetAsync(new Unit(table, units[i]), token)).Record.Record);
        UnitRecord[] committed = [.. records.OfType<UnitRecord>().Where(record => record.IsCommitted)];
        ILookup<bool, string> keys = committed.SelectMany(record => record.Objects.Select(made => made.Key))
            .ToLookup(key => ObjectKey.IsReject(table, key));
        IReadOnlyList<string> columns = RecordedColumns.Merge(
            committed.Where(record => record.Columns.Count > 0).OrderBy(record => record.SourceClock).Select(record => record.Columns));
        return
        [
            .. columns.Count > 0 && keys[false].Any() ? [LakeTable.Of(table, columns, keys[false])] : Array.Empty<LakeTable>(),
            .. keys[true].Any() ? [LakeTable.RejectsOf(table, keys[true])] : Array.Empty<LakeTable>(),
        ];
    }

    private static ParallelOptions Bounded(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation };
}
