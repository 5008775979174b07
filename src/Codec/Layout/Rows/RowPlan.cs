using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Rows;

/// <summary>
/// Reads one record into one row, field by field, without room for more: what reading many records at once sets up costs more than
/// a record. Where a record is refused, it is read once more as many are, and that says why.
/// </summary>
internal sealed class RowPlan
{
    private readonly RowStep[] _steps;

    private RowPlan(RowStep[] steps) => _steps = steps;

    /// <summary>The plan for the records of a scope without lists; null where fields are chosen by others.</summary>
    public static RowPlan? Of(Operation[] operations, ColumnPlan[] columns)
    {
        var rows = new Dictionary<int, RowWriter>();
        foreach (ColumnPlan column in columns)
        {
            if (column.Row is not { } row)
            {
                return null;
            }

            rows.Add(column.Fields[0].Field, row);
        }

        RowStep?[] steps = [.. operations.Select(operation => Step(operation, rows))];
        return steps.Contains(null) ? null : new RowPlan(steps!);
    }

    public bool TryRun(ref LayoutRun run)
    {
        foreach (RowStep step in _steps)
        {
            if (!step.TryRun(ref run))
            {
                return false;
            }
        }

        return true;
    }

    private static RowStep? Step(Operation operation, Dictionary<int, RowWriter> rows) => operation switch
    {
        ReadOperation { Field: >= 0 } read => read.Step(rows[read.Field]),
        BitsOperation bits => new BitsStep(bits, [.. bits.Fields.Select(bit => bit.Field < 0 ? null : rows[bit.Field])]),
        ReadOperation or MagicOperation or SkipOperation or ChecksumOperation => new HiddenStep(operation),
        _ => null,
    };
}
