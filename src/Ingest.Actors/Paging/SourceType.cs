using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>How the values of one type of the source come into the lake.</summary>
/// <param name="Lake">The type that they become.</param>
/// <param name="Reader">Reads them from a result set.</param>
/// <param name="Role">What else a column of the type may be.</param>
/// <param name="Select">The SQL that selects them, given the column's; null: the column itself.</param>
internal sealed record SourceType(
    ColumnType Lake, ColumnReader Reader, TypeRole Role = TypeRole.Value, Func<string, string>? Select = null);

/// <summary>What a column of a type may be, besides a value.</summary>
public enum TypeRole
{
    /// <summary>Nothing else.</summary>
    Value,

    /// <summary>An integer: a key, an epoch, an update counter.</summary>
    Integer,

    /// <summary>A date or a time: a key, a time column, an update time.</summary>
    Time,

    /// <summary>Text with an order: a key.</summary>
    Text,

    /// <summary>Bytes: a key or a payload.</summary>
    Bytes,

    /// <summary>An exact decimal: a key.</summary>
    Decimal,
}
