using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>Types as Glue and Athena write them, of columns as records write them.</summary>
public static class HiveTypes
{
    /// <param name="described">A name and a type: <c>sensor_id int32</c>.</param>
    public static (string Name, string Type) Of(string described)
    {
        ArgumentNullException.ThrowIfNull(described);
        string[] parts = described.Split(' ', 2);
        return parts is [var name, var type] && TypeOf(type) is { } hive
            ? (name, hive)
            : throw IngestException.Permanent(
                $"A record says the column '{described}', of which this build knows no type in the catalog; use the build that wrote it, or a newer one.");
    }

    private static string? TypeOf(string type) => type switch
    {
        "int32" => "int",
        "int64" => "bigint",
        "float" or "double" or "date" or "binary" => type,
        "timestamp(3)" or "timestamp(6)" => "timestamp",
        "text" => "string",
        _ when type.StartsWith("decimal(", StringComparison.Ordinal) => type,
        _ => null,
    };
}
