using System.Data.Common;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>Where a block's keys begin and end. A bound that no key of the column's type can pass is left out: MariaDB cuts it to
/// the type's own end, and <c>id &lt; 260</c> would leave out a TINYINT of 255.</summary>
/// <param name="Column">The key, quoted.</param>
/// <param name="Start">The lowest key; null: no bound.</param>
/// <param name="End">The first key after the block; null: no bound.</param>
internal sealed record KeyBounds(string Column, Int128? Start, Int128? End)
{
    public static KeyBounds Of(SourceTable table, UnitInterval.Block block, SqlDialect dialect)
    {
        long size = table.Spec.KeyBlock
            ?? throw new ArgumentException($"'{table.Spec.Name}' is not cut into blocks of keys.", nameof(table));
        SourceColumn key = table.Selected[table.Key[0]];
        (Int128 lowest, Int128 highest) = dialect.IntegerLimits(key);
        Int128 start = block.Start(size);
        Int128 end = block.End(size);
        return new KeyBounds(dialect.Quote(key.Name), start > lowest ? start : null, end <= highest ? end : null);
    }

    /// <summary>The two halves of the condition.</summary>
    public (string? From, string? To) Sql(string start, string end) =>
        (Start is null ? null : $"{Column} >= {start}", End is null ? null : $"{Column} < {end}");

    public void Bind(DbCommand command, string start, string end)
    {
        if (Start is { } first)
        {
            command.Bind(start, Parameter(first));
        }

        if (End is { } after)
        {
            command.Bind(end, Parameter(after));
        }
    }

    /// <summary>A key as a parameter.</summary>
    public static object Parameter(Int128 key) => key <= long.MaxValue ? (object)(long)Int128.Max(key, long.MinValue) : (ulong)key;
}
