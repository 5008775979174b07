using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Planning;

/// <summary>Compares a table's columns in the source with those that the lake was made of, and does as
/// <see cref="TableSpec.OnDrift"/> says.</summary>
internal sealed class DriftCheck(RecordStore records)
{
    /// <summary>As often as another process may accept something meanwhile.</summary>
    private const int Attempts = 5;

    /// <param name="table">The table as it was found in the source.</param>
    /// <param name="request">Whether any difference is accepted, and whether anything may be written.</param>
    /// <param name="cancellation">Abandons it.</param>
    /// <returns>The table as it is to be read.</returns>
    /// <exception cref="IngestException">It has other columns, and nobody has said what to do about it.</exception>
    public async Task<SourceTable> RunAsync(SourceTable table, RunRequest request, CancellationToken cancellation)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (TableColumns? known, string? tag) = await records.GetColumnsAsync(table.Spec, cancellation);
            // While nothing has been made of them, there is nothing for others to differ from.
            known = known is not null && (await records.ListAsync(table.Spec, cancellation)).Count > 0 ? known : null;
            SourceTable read = known is null ? table : Decide(table, known, request.AcceptDrift);
            TableColumns now = Of(read);
            TableColumns next = known?.With(now) ?? now;
            if (request.PlanOnly || known?.Same(next) == true || await records.PutColumnsAsync(table.Spec, next, tag, cancellation))
            {
                return read;
            }
        }

        throw IngestException.Transient($"The columns of {table.Spec.Name} could not be noted: other processes note others all the time. Run again.");
    }

    private static SourceTable Decide(SourceTable table, TableColumns known, bool accept)
    {
        bool ignores = table.Spec.OnDrift == DriftRule.Ignore && !accept;
        if (ignores && table.Spec.Columns is null && Unknown(table, known) is { Length: > 0 } unknown)
        {
            table = table.WithoutCarried(unknown);
        }

        // Where columns are listed, one that is gone from the list and from the source is somebody's doing.
        var drift = SourceDrift.Between(known, Of(table), source => table.Spec.Columns is not null || table.HasColumn(source));
        if (drift.IsNone)
        {
            return table;
        }

        return !accept && (drift.Changed.Count > 0 || table.Spec.OnDrift == DriftRule.Fail || (ignores && drift.Widened.Count > 0))
            ? throw IngestException.Permanent(Refusal(table.Spec, drift))
            : table with { Drift = drift.Describe() };
    }

    /// <summary>Columns that the lake was never made of, under any name and configuration. One that it has, and that came back, is none.</summary>
    private static string[] Unknown(SourceTable table, TableColumns known) =>
    [
        .. Of(table).Columns
            .Where(column => !known.Columns.Any(before => before.Name == column.Name || before.Source == column.Source))
            .Select(column => column.Name),
    ];

    private static TableColumns Of(SourceTable table) => new(
        DecoderHash.Of(table.Spec),
        [
            .. table.Carried.Select(position => table.Selected[position])
                .Select(column => new KnownColumn(column.Lake.Name, column.Lake.Type.ToString(), column.Name, column.Kind)),
        ]);

    private static string Refusal(TableSpec table, SourceDrift drift)
    {
        string what = $"The columns of '{table.SourceTable}' are not those that the lake was made from: {string.Join(", ", drift.Describe())}; "
            + $"nothing of {table.Name} was run. ";
        if (drift.Changed.Count > 0)
        {
            return what + "What is in the lake cannot be read as the new type, so all of it is to be read again: "
                + $"`ingest backfill --table {table.Name} --accept-drift`; the catalog keeps the old type until the last unit is done. Where the source has "
                + "old rows no more, bring the table under another name and Path instead.";
        }

        return what + $"Accept it with `ingest backfill --table {table.Name} --accept-drift`, which reads again what lacks a column, "
            + "or set OnDrift: add takes new columns from now on, ignore leaves them out."
            + (drift is { Added: [var added], Dropped: [var dropped] } && added.Text == dropped.Text
                ? $" If {dropped.Name} was only renamed, \"Rename\": {{ \"{added.Source}\": \"{dropped.Name}\" }} keeps its name in the lake."
                : "");
    }
}
