using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>What differs between the SQL of two databases. Text and types only; no connection.</summary>
internal abstract class SqlDialect
{
    /// <summary>An identifier, quoted; nothing in it ends the quotes.</summary>
    public abstract string Quote(string identifier);

    /// <summary>A type's place in the lake, or null and what to do about it, to follow "has the type x, ".</summary>
    public abstract SourceType? Type(string sqlType, out string? refusal);

    /// <summary>A table, told which index to read it by; null: the order that the table is kept in.</summary>
    public abstract string From(string table, string? index);

    /// <summary>A filter's column, written so that no index is chosen for it.</summary>
    public abstract string Filter(string column);

    /// <summary>A key's value as text.</summary>
    public abstract string KeyText(string column, SourceType type);

    /// <summary>Texts joined by commas.</summary>
    public abstract string Join(IEnumerable<string> texts);

    /// <summary>Two columns, high and low, whose <c>high * 2^32 + low</c> is the exact sum of an integer expression; 0 over
    /// no rows.</summary>
    public abstract (string High, string Low) Sum(string integer);

    /// <summary>The lowest and the highest value that an integer column can hold.</summary>
    public abstract (Int128 Lowest, Int128 Highest) IntegerLimits(SourceColumn column);

    /// <summary>An integer of 64 bits that hashes key columns, without confusing where one ends and the next begins.</summary>
    public abstract string KeyHash(IReadOnlyList<(string Column, SourceType Type)> key);

    /// <summary>The update column as an integer to sum.</summary>
    public abstract string UpdateNumber(string column, SourceType type);

    /// <summary>An expression as text.</summary>
    public abstract string Text(string expression);

    /// <summary>The first moment of a day, as a parameter that compares with a date or time column.</summary>
    public abstract object DayParameter(DateOnly day);

    /// <summary>A condition that is true for values of the time column that lie in no day, beside NULL.</summary>
    public abstract string NoDay(string column, TimeEncoding encoding);

    /// <summary>How the time column is read so that a page can begin where the last one ended.</summary>
    public abstract SourceType TimeCursor(SourceColumn time, TimeEncoding encoding);

    /// <summary>How a page goes on after a key's value.</summary>
    public abstract KeyCursor Cursor(SourceColumn column);

    /// <summary>The condition that a key column is what somebody wrote, in a parameter.</summary>
    public virtual string Equals(SourceColumn column, string parameter) => $"{Quote(column.Name)} = {parameter}";

    /// <summary>The type of a column that was resolved.</summary>
    public SourceType Type(SourceColumn column)
    {
        SourceType type = Type(column.SqlType, out string? refusal)
            ?? throw new InvalidOperationException($"'{column.Name}' was resolved and yet {refusal}");
        return TypeOf(column, type);
    }

    /// <summary>What a type means beyond the lake's: one that two kinds of values share in the lake is another for each; null:
    /// nothing.</summary>
    public virtual string? Kind(string sqlType) => null;

    /// <summary>Whether a type holds wall-clock times, which a zone gives a meaning.</summary>
    public abstract bool IsWallClock(string sqlType);

    /// <summary>How the values of a column of a type are read, where that depends on more than the type.</summary>
    protected virtual SourceType TypeOf(SourceColumn column, SourceType type) => type;

    /// <summary>The SQL that selects a column's value.</summary>
    public string Select(SourceColumn column) => Select(column, Type(column));

    /// <summary>The SQL that selects a column's value as a type.</summary>
    public string Select(SourceColumn column, SourceType type) =>
        type.Select is { } select ? select(Quote(column.Name)) : Quote(column.Name);
}
