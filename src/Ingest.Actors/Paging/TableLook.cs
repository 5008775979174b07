using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>A table as somebody sees it who does not know it yet.</summary>
/// <param name="Schema">What the schema says.</param>
/// <param name="Columns">In the schema's order.</param>
/// <param name="Rows">How many rows were looked at.</param>
public sealed record TableLook(TableSchema Schema, IReadOnlyList<LookedColumn> Columns, int Rows);

/// <summary>A column and what the rows that were looked at have in it.</summary>
/// <param name="Schema">As the schema has it.</param>
/// <param name="Role">What it may be beside a value; null where its type has no place in the lake.</param>
/// <param name="Refusal">Why it has none, to follow "has the type x, "; null where it has one.</param>
/// <param name="Values">A value for each row that was looked at, null also where it is long; null where none were asked for.</param>
public sealed record LookedColumn(SchemaColumn Schema, TypeRole? Role, string? Refusal, ColumnBuffer? Values)
{
    /// <summary>As the schema spells it.</summary>
    public string Name => Schema.Name;
}
