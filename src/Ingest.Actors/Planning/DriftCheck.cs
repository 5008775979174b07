using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Planning;

/// <summary>Compares a table's columns in the source with those that its newest unit was made of, and does as
/// <see cref="TableSpec.OnDrift"/> says.</summary>
internal sealed class DriftCheck(RecordStore records)
{
    /// <param name="table">The table as it was found in the source.</param>
    /// <param name="recorded">Its units with a record, in order.</param>
    /// <param name="accept">Whether any difference is accepted.</param>
    /// <param name="cancellation">Abandons it.</param>
    /// <returns>The table as it is to be read.</returns>
    /// <exception cref="IngestException">It has other columns, and nobody has said what to do about it.</exception>
    public async Task<SourceTable> RunAsync(
        SourceTable table, IReadOnlyList<UnitInterval> recorded, bool accept, CancellationToken cancellation)
    {
        if (await NewestAsync(table.Spec, recorded, cancellation) is not { } newest)
        {
            return table;
        }

        ColumnDrift drift = ColumnDrift.Between(newest.Columns, DecodedSchema.Of(table).Describe());
        if (drift.IsNone)
        {
            return table;
        }

        bool ignores = table.Spec.OnDrift == DriftRule.Ignore;
        if (!accept && (drift.Changed.Count > 0 || table.Spec.OnDrift == DriftRule.Fail || (ignores && drift.Widened.Count > 0)))
        {
            throw IngestException.Permanent(Refusal(table.Spec, drift));
        }

        if (ignores && !accept)
        {
            table = table.WithoutCarried([.. drift.Added.Select(column => column.Name)]);
            drift = drift with { Added = [] };
        }

        return drift.IsNone ? table : table with { Drift = drift.Describe() };
    }

    /// <summary>The record of the newest unit that was made as the configuration says now: another configuration is no drift.</summary>
    private async Task<UnitRecord?> NewestAsync(TableSpec table, IReadOnlyList<UnitInterval> recorded, CancellationToken cancellation)
    {
        string decoder = DecoderHash.Of(table);
        foreach (UnitInterval interval in recorded.Reverse())
        {
            UnitRecord? record = (await records.TryGetAsync(new Unit(table, interval), cancellation)).Record.Record;
            if (record is { IsCommitted: true, Columns.Count: > 0 })
            {
                return record.Decoder == decoder ? record : null;
            }
        }

        return null;
    }

    private static string Refusal(TableSpec table, ColumnDrift drift)
    {
        string what = $"The columns of '{table.SourceTable}' are not those that the lake was made from: {string.Join(", ", drift.Describe())}; "
            + $"nothing of {table.Name} was run. ";
        if (drift.Changed.Count > 0)
        {
            return what + "What is in the lake cannot be read as the new type, so all of it is to be read again: "
                + $"`ingest backfill --table {table.Name} --accept-drift`; the catalog keeps the old type until the last unit is done.";
        }

        return what + $"Accept it with `ingest backfill --table {table.Name} --accept-drift`, which reads again what lacks a column, "
            + "or set OnDrift: add takes new columns from now on, ignore leaves them out."
            + (drift is { Added: [var added], Dropped: [var dropped] } && added.Type == dropped.Type
                ? $" If {dropped.Name} was only renamed, \"Rename\": {{ \"{added.Name}\": \"{dropped.Name}\" }} keeps its name in the lake."
                : "");
    }
}
