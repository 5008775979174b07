using System.Globalization;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>The SQL of a unit's pages. A block and a dense day are read in the order of their keys, which is the order that rows
/// are kept in; a sparse day by time and key, through the time column's index.</summary>
internal sealed record PageQuery
{
    public const string Limit = "@limit";

    /// <summary>Keys of the range for each row, at most, in a dense unit.</summary>
    private const int KeysPerRowMax = 4;

    public required SourceTable Table { get; init; }

    public required UnitInterval Interval { get; init; }

    /// <summary>Whether rows come by <see cref="Limit"/> rows a query; otherwise one query gives them all, in the database's order.</summary>
    public bool IsPaged { get; init; } = true;

    /// <summary>The first page, of <see cref="Limit"/> rows.</summary>
    public required string First { get; init; }

    /// <summary>The page after the row that the <see cref="Cursor"/> parameters name.</summary>
    public required string Next { get; init; }

    /// <summary>What else is bound in every page.</summary>
    public required IReadOnlyList<(string Parameter, object Value)> Bounds { get; init; }

    /// <summary>Parameters that take the last row's values, from the result set's columns at these positions.</summary>
    public required IReadOnlyList<CursorColumn> Cursor { get; init; }

    public static PageQuery Of(SourceTable table, UnitInterval interval, Fingerprint fingerprint, SqlDialect dialect)
    {
        if (table.Key.Count == 0)
        {
            return Unpaged(table, interval, dialect);
        }

        bool byDay = interval is UnitInterval.Day;
        bool dense = byDay && FingerprintQuery.HasIntegerKey(table, dialect) && IsDense(fingerprint);
        bool byTime = byDay && !dense;
        SourceLayout layout = table.Layout!;

        List<string> select = [.. table.Selected.Select(dialect.Select)];
        var cursor = new List<CursorColumn>();
        if (byTime)
        {
            SourceType time = dialect.TimeCursor(table.Time!, table.Spec.Time!.As);
            cursor.Add(new CursorColumn(table.Time!, "@time", dialect.Quote(table.Time!.Name), select.Count, time.Reader));
            select.Add(dialect.Select(table.Time!, time));
        }

        foreach (int position in table.Key)
        {
            SourceColumn column = table.Selected[position];
            (ColumnReader reader, string? exact, Func<string, string>? bound) = dialect.Cursor(column);
            string parameter = $"@key{cursor.Count}";
            cursor.Add(new CursorColumn(column, parameter, dialect.Quote(column.Name), exact is null ? position : select.Count, reader)
            {
                Bound = bound?.Invoke(parameter) ?? parameter,
            });
            select.AddRange(new[] { exact }.OfType<string>());
        }

        // Where a page begins and where all pages end are kept apart, so that a page has one lower bound on the column that it
        // is read by: SQLite takes the first that it sees, and would read the rows of all pages before.
        List<(string, object)> bounds = [];
        List<string> first = [];
        List<string> every = [];
        if (byDay)
        {
            (string from, string to) = IntervalFilter.Sql(table, dialect, asFilter: dense);
            every.Add(to);
            (dense ? every : first).Add(from);
        }

        if (interval is UnitInterval.Block block)
        {
            (string? from, string? to) = IntervalFilter.Sql(table, block, dialect);
            first.AddRange(new[] { from }.OfType<string>());
            every.AddRange(new[] { to }.OfType<string>());
        }

        if (dense)
        {
            first.Add($"{cursor[0].Column} >= @lowest");
            every.Add($"{cursor[0].Column} <= @highest");
            bounds.Add(("@lowest", Key(fingerprint.LowestKey!)));
            bounds.Add(("@highest", Key(fingerprint.HighestKey!)));
        }

        string rows = $"SELECT {string.Join(", ", select)} FROM {dialect.From(layout.Table, byTime ? layout.TimeIndex : layout.KeyIndex)}";
        string order = $" ORDER BY {string.Join(", ", cursor.Select(part => part.Column))} LIMIT {Limit}";
        return new PageQuery
        {
            Table = table,
            Interval = interval,
            First = rows + Where([.. first, .. every]) + order,
            Next = rows + Where([After(cursor, 0), .. every]) + order,
            Bounds = bounds,
            Cursor = cursor,
        };
    }

    private static PageQuery Unpaged(SourceTable table, UnitInterval interval, SqlDialect dialect)
    {
        if (interval is not UnitInterval.All)
        {
            throw new ArgumentException($"'{table.Spec.Name}' has no key, so its only unit is all of it.", nameof(interval));
        }

        string sql = $"SELECT {string.Join(", ", table.Selected.Select(dialect.Select))} FROM {dialect.From(table.Layout!.Table, null)}";
        return new PageQuery { Table = table, Interval = interval, IsPaged = false, First = sql, Next = sql, Bounds = [], Cursor = [] };
    }

    /// <summary>Whether few keys between the lowest and the highest belong to other units.</summary>
    public static bool IsDense(Fingerprint fingerprint) =>
        fingerprint is { LowestKey: { } lowest, HighestKey: { } highest }
        && (Int128)fingerprint.Rows * KeysPerRowMax
            >= Int128.Parse(highest, CultureInfo.InvariantCulture) - Int128.Parse(lowest, CultureInfo.InvariantCulture) + 1;

    /// <summary>The rows after the cursor, as a condition that databases find the beginning of in an index.</summary>
    private static string After(List<CursorColumn> cursor, int position)
    {
        (string column, string bound) = (cursor[position].Column, cursor[position].Bound);
        return position == cursor.Count - 1
            ? $"{column} > {bound}"
            : $"({column} >= {bound} AND ({column} > {bound} OR {After(cursor, position + 1)}))";
    }

    private static string Where(List<string> conditions) =>
        conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";

    private static object Key(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long key)
            ? key
            : ulong.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>One column of the place where a page ended.</summary>
/// <param name="Source">The column.</param>
/// <param name="Parameter">The parameter that takes its value.</param>
/// <param name="Column">Quoted.</param>
/// <param name="Ordinal">Its position in the result set.</param>
/// <param name="Reader">Reads it as it compares in the source.</param>
internal sealed record CursorColumn(SourceColumn Source, string Parameter, string Column, int Ordinal, ColumnReader Reader)
{
    /// <summary>The SQL of the parameter as it compares with the column.</summary>
    public string Bound { get; init; } = Parameter;
}
