using Ingest.Actors.Batching;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;

namespace Ingest.Host.Queries;

/// <summary>A table of the lake as a view in DuckDB.</summary>
/// <param name="Name">The view's name.</param>
/// <param name="Select">What it selects; null when nothing is in the lake yet and the columns are not known.</param>
internal sealed record LakeView(string Name, string? Select)
{
    /// <summary>The views of a table: itself and, when it is decoded, its rejects.</summary>
    public static IEnumerable<LakeView> Of(TableSpec table, string root)
    {
        bool decoded = table.Payload is not null;
        string? empty = decoded ? Empty(Decoded(table)) : null;
        yield return new LakeView(table.Name, Scan(root, table.Path, table.IsPartitioned) ?? empty);
        if (decoded)
        {
            yield return new LakeView(
                table.Name + Partition.RejectsSuffix,
                Scan(root, table.Path + Partition.RejectsSuffix, partitioned: true) ?? Empty(LakeSchema.Rejects.Columns));
        }
    }

    private static string? Scan(string root, string path, bool partitioned)
    {
        string folder = Path.Combine(root, path);
        if (!Directory.Exists(folder) || !Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Any())
        {
            return null;
        }

        string hive = partitioned
            ? $"hive_partitioning = true, hive_types = {{'{LakeSchema.PartitionColumn}': VARCHAR}}"
            : "hive_partitioning = false";
        return $"SELECT * FROM read_parquet({Literal(Glob(folder) + "/**/*.parquet")}, union_by_name = true, {hive})";
    }

    /// <summary>The columns that the objects will have. The source alone knows the types of those that are taken along; text
    /// stands for them.</summary>
    private static IEnumerable<Column> Decoded(TableSpec table) =>
    [
        .. (table.Columns ?? []).Select(name => new Column(table.Rename.GetValueOrDefault(name) ?? name.ToLowerInvariant(), ColumnType.Text)),
        new Column(LakeSchema.TimeColumn, ColumnType.TimestampMicros),
        .. table.Payload!.Decoder.Channels.Select(channel => new Column(channel.Name, channel.Type)),
    ];

    private static string Empty(IEnumerable<Column> columns)
    {
        IEnumerable<string> nulls = columns
            .Append(new Column(LakeSchema.PartitionColumn, ColumnType.Text))
            .Select(column => $"NULL::{SqlType(column.Type)} AS \"{column.Name}\"");
        return $"SELECT {string.Join(", ", nulls)} WHERE false";
    }

    private static string SqlType(ColumnType type) => type.Kind switch
    {
        ColumnKind.Int32 => "INTEGER",
        ColumnKind.Int64 => "BIGINT",
        ColumnKind.Float => "FLOAT",
        ColumnKind.Double => "DOUBLE",
        ColumnKind.Decimal => $"DECIMAL({type.Precision},{type.Scale})",
        ColumnKind.Date => "DATE",
        ColumnKind.TimestampMillis or ColumnKind.TimestampMicros => "TIMESTAMPTZ",
        ColumnKind.Binary => "BLOB",
        _ => "VARCHAR",
    };

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A pattern that matches the path itself: each special character stands in a set of its own.</summary>
    private static string Glob(string path) =>
        string.Concat(path.Select(character => character is '*' or '?' or '[' ? $"[{character}]" : character.ToString()));
}
