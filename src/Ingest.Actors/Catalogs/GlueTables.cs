using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>Tables and partitions of the lake as Glue describes them: external, in Parquet, with one partition column of text.</summary>
internal sealed class GlueTables
{
    public const string Serde = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
    public const string InputFormat = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat";
    public const string OutputFormat = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";
    public const string RangeProperty = "projection.date.range";
    public const string PartitionType = "string";

    private const string Enabled = "projection.enabled";
    private const string Template = "storage.location.template";

    private readonly string _root;

    /// <param name="root">The lake's, an <c>s3://</c> URL without a slash at its end.</param>
    public GlueTables(string root) => _root = root;

    /// <summary>Where a table lies.</summary>
    public string LocationOf(LakeTable table) => $"{_root}/{table.Path}/";

    /// <summary>Where a partition lies.</summary>
    public string LocationOf(LakeTable table, string partition) => $"{_root}/{table.FolderOf(partition)}/";

    /// <summary>Whether two locations are one.</summary>
    public static bool Same(string? location, string other) =>
        string.Equals(location?.TrimEnd('/'), other.TrimEnd('/'), StringComparison.Ordinal);

    /// <summary>The columns, with the comments that somebody gave them.</summary>
    public static List<Column> ColumnsOf(LakeTable table, IReadOnlyList<Column>? present = null) =>
    [
        .. table.Columns.Select(HiveTypes.Of).Select(column =>
        {
            Column? before = present?.FirstOrDefault(other => other.Name == column.Name);
            return new Column { Name = column.Name, Type = column.Type, Comment = before?.Comment, Parameters = before?.Parameters };
        }),
    ];

    /// <summary>Whether columns are called and typed alike, in order.</summary>
    public static bool Same(IReadOnlyList<Column>? columns, IReadOnlyList<Column> others) =>
        (columns ?? []).Select(column => (column.Name, column.Type)).SequenceEqual(others.Select(column => (column.Name, column.Type)));

    /// <summary>A table that there is not yet.</summary>
    public TableInput New(LakeTable table, ProjectedRange? range) => new()
    {
        Name = table.Name,
        TableType = "EXTERNAL_TABLE",
        Parameters = Properties(table, range, null),
        PartitionKeys = PartitionKeys(table),
        StorageDescriptor = Storage(ColumnsOf(table), LocationOf(table)),
    };

    /// <summary>The table that there is, with these columns and properties; what else somebody said of it stays, but for a
    /// reference to a schema registry: Glue would take the columns from there.</summary>
    public TableInput Changed(Table present, LakeTable table, ProjectedRange? range)
    {
        StorageDescriptor storage = present.StorageDescriptor!;
        return new TableInput
        {
            Name = present.Name,
            Description = present.Description,
            Owner = present.Owner,
            Retention = present.Retention,
            TableType = present.TableType,
            Parameters = Properties(table, range, present.Parameters),
            PartitionKeys = present.PartitionKeys ?? [],
            StorageDescriptor = With(storage, ColumnsOf(table, storage.Columns)),
        };
    }

    /// <summary>Why a table that there is cannot be this one; null when it can.</summary>
    public string? WhyNot(Table present, LakeTable table)
    {
        StorageDescriptor? storage = present.StorageDescriptor;
        string location = LocationOf(table);
        return present switch
        {
            _ when !Same(storage?.Location, location) => $"it points to {storage?.Location ?? "nowhere"} and not to {location}",
            _ when storage?.SerdeInfo?.SerializationLibrary != Serde => $"it is read with {storage?.SerdeInfo?.SerializationLibrary ?? "nothing"} and not as Parquet",
            _ when !Same(present.PartitionKeys, PartitionKeys(table)) =>
                $"it is partitioned by ({Text(present.PartitionKeys)}) and not by ({Text(PartitionKeys(table))})",
            _ => null,
        };
    }

    /// <summary>Whether a table says everything that it should.</summary>
    public bool Says(Table present, LakeTable table, ProjectedRange? range) =>
        Same(present.StorageDescriptor?.Columns, ColumnsOf(table))
        && Properties(table, range, present.Parameters) is var wanted
        && wanted.Count == (present.Parameters?.Count ?? 0)
        && wanted.All(property => present.Parameters!.TryGetValue(property.Key, out string? value) && value == property.Value);

    /// <summary>Which days the table computes; null: it computes none.</summary>
    public static ProjectedRange? RangeOf(Table present) =>
        present.Parameters is { } properties && properties.GetValueOrDefault(Enabled) == "true"
            ? ProjectedRange.Parse(properties.GetValueOrDefault(RangeProperty))
            : null;

    /// <summary>A partition that there is not yet.</summary>
    public PartitionInput New(LakeTable table, string partition) => new()
    {
        Values = [partition],
        StorageDescriptor = Storage(ColumnsOf(table), LocationOf(table, partition)),
    };

    /// <summary>The partition that there is, with these columns; its place stays.</summary>
    public static PartitionInput Changed(Partition present, LakeTable table) => new()
    {
        Values = present.Values,
        Parameters = present.Parameters,
        StorageDescriptor = With(present.StorageDescriptor!, ColumnsOf(table, present.StorageDescriptor!.Columns)),
    };

    /// <summary>The properties of a table: whoever wants its days computed, and how, says so here.</summary>
    public Dictionary<string, string> Properties(LakeTable table, ProjectedRange? range, IReadOnlyDictionary<string, string>? present)
    {
        Dictionary<string, string> properties = present is null ? [] : new(present);
        foreach (string key in properties.Keys.Where(key => key == Template || key.StartsWith("projection.", StringComparison.Ordinal)).ToList())
        {
            properties.Remove(key);
        }

        properties["EXTERNAL"] = "TRUE";
        properties["classification"] = "parquet";
        if (range is not null)
        {
            const string Column = "projection." + LakeSchema.PartitionColumn;
            properties[Enabled] = "true";
            properties[$"{Column}.type"] = "date";
            properties[$"{Column}.format"] = Dates.Compact;
            properties[$"{Column}.interval"] = "1";
            properties[$"{Column}.interval.unit"] = "DAYS";
            properties[RangeProperty] = range.ToString();
            properties[Template] = LocationOf(table, $"${{{LakeSchema.PartitionColumn}}}");
        }

        return properties;
    }

    private static List<Column> PartitionKeys(LakeTable table) =>
        table.Partitions is null ? [] : [new Column { Name = LakeSchema.PartitionColumn, Type = PartitionType }];

    private static StorageDescriptor Storage(List<Column> columns, string location) => new()
    {
        Columns = columns,
        Location = location,
        InputFormat = InputFormat,
        OutputFormat = OutputFormat,
        SerdeInfo = new SerDeInfo
        {
            SerializationLibrary = Serde,
            Parameters = new Dictionary<string, string> { ["serialization.format"] = "1" },
        },
    };

    private static StorageDescriptor With(StorageDescriptor present, List<Column> columns) => new()
    {
        Columns = columns,
        Location = present.Location,
        AdditionalLocations = present.AdditionalLocations,
        InputFormat = present.InputFormat,
        OutputFormat = present.OutputFormat,
        Compressed = present.Compressed,
        NumberOfBuckets = present.NumberOfBuckets,
        SerdeInfo = present.SerdeInfo,
        BucketColumns = present.BucketColumns,
        SortColumns = present.SortColumns,
        SkewedInfo = present.SkewedInfo,
        Parameters = present.Parameters,
        StoredAsSubDirectories = present.StoredAsSubDirectories,
    };

    private static string Text(List<Column>? keys) => string.Join(", ", (keys ?? []).Select(key => $"{key.Name} {key.Type}"));
}
