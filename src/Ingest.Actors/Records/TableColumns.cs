namespace Ingest.Actors.Records;

/// <summary>The source columns that a table of the lake was made of, those that are gone too: the control object
/// <c>_columns.json</c>. What somebody has accepted is in it, so that nobody is asked twice.</summary>
/// <param name="Decoder">Hash of the configuration that chose them.</param>
/// <param name="Columns">In the order in which they came.</param>
public sealed record TableColumns(string Decoder, IReadOnlyList<KnownColumn> Columns)
{
    /// <summary>These columns once the source's are accepted: what came is appended, what went is marked, types are those of now.</summary>
    public TableColumns With(TableColumns now)
    {
        ArgumentNullException.ThrowIfNull(now);
        return new TableColumns(
            now.Decoder,
            [
                .. Columns.Select(column => now.Columns.FirstOrDefault(other => other.Name == column.Name) ?? column with { IsGone = true }),
                .. now.Columns.ExceptBy(Columns.Select(column => column.Name), column => column.Name),
            ]);
    }

    /// <summary>Whether both say the same.</summary>
    public bool Same(TableColumns other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Decoder == other.Decoder && Columns.SequenceEqual(other.Columns);
    }
}

/// <summary>A source column that a table of the lake has, or had.</summary>
/// <param name="Name">Its name in the lake.</param>
/// <param name="Type">The type that its values have in the lake, hashed or not, as in <c>decimal(9,2)</c>.</param>
/// <param name="Source">Its name in the source.</param>
/// <param name="Kind">What the source's type means beyond that, where it means more: a DATETIME is another thing than a TIMESTAMP.</param>
/// <param name="IsGone">Whether the source has it no more.</param>
public sealed record KnownColumn(string Name, string Type, string Source, string? Kind = null, bool IsGone = false)
{
    /// <summary>Whether every value of the other column is a value of this one, and means the same.</summary>
    public bool Holds(KnownColumn other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Kind == other.Kind && new RecordedColumn(Name, Type).Holds(new RecordedColumn(other.Name, other.Type));
    }

    /// <summary>The type, and what it means beyond that.</summary>
    public string Text => Kind is null ? Type : $"{Type} of {Kind}";
}
