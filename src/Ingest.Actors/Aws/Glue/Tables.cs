namespace Ingest.Actors.Aws.Glue;

public sealed class GetTableRequest
{
    public string? DatabaseName { get; set; }

    public string? Name { get; set; }
}

public sealed class GetTableResponse
{
    public Table? Table { get; set; }
}

public sealed class GetTablesRequest
{
    public string? DatabaseName { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }
}

public sealed class GetTablesResponse
{
    public List<Table>? TableList { get; set; }

    public string? NextToken { get; set; }
}

public sealed class CreateTableRequest
{
    public string? DatabaseName { get; set; }

    public TableInput? TableInput { get; set; }
}

public sealed class CreateTableResponse;

public sealed class UpdateTableRequest
{
    public string? DatabaseName { get; set; }

    public TableInput? TableInput { get; set; }

    /// <summary>True: the version before is not kept.</summary>
    public bool? SkipArchive { get; set; }

    /// <summary>The version that it must have now.</summary>
    public string? VersionId { get; set; }
}

public sealed class UpdateTableResponse;

public sealed class Table
{
    public string? Name { get; set; }

    public string? DatabaseName { get; set; }

    public string? Description { get; set; }

    public string? Owner { get; set; }

    public int? Retention { get; set; }

    public StorageDescriptor? StorageDescriptor { get; set; }

    public List<Column>? PartitionKeys { get; set; }

    public string? ViewOriginalText { get; set; }

    public string? ViewExpandedText { get; set; }

    public string? TableType { get; set; }

    public Dictionary<string, string>? Parameters { get; set; }

    public string? VersionId { get; set; }
}

public sealed class TableInput
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? Owner { get; set; }

    public int? Retention { get; set; }

    public StorageDescriptor? StorageDescriptor { get; set; }

    public List<Column>? PartitionKeys { get; set; }

    public string? TableType { get; set; }

    public Dictionary<string, string>? Parameters { get; set; }
}

public sealed class StorageDescriptor
{
    public List<Column>? Columns { get; set; }

    /// <summary>An <c>s3://</c> URL.</summary>
    public string? Location { get; set; }

    public List<string>? AdditionalLocations { get; set; }

    public string? InputFormat { get; set; }

    public string? OutputFormat { get; set; }

    public bool? Compressed { get; set; }

    public int? NumberOfBuckets { get; set; }

    public SerDeInfo? SerdeInfo { get; set; }

    public List<string>? BucketColumns { get; set; }

    public List<Order>? SortColumns { get; set; }

    public SkewedInfo? SkewedInfo { get; set; }

    public Dictionary<string, string>? Parameters { get; set; }

    public bool? StoredAsSubDirectories { get; set; }
}

public sealed class Order
{
    public string? Column { get; set; }

    /// <summary>1: ascending; 0: descending.</summary>
    public int? SortOrder { get; set; }
}

public sealed class SkewedInfo
{
    public List<string>? SkewedColumnNames { get; set; }

    public List<string>? SkewedColumnValues { get; set; }

    public Dictionary<string, string>? SkewedColumnValueLocationMaps { get; set; }
}

public sealed class SerDeInfo
{
    public string? Name { get; set; }

    public string? SerializationLibrary { get; set; }

    public Dictionary<string, string>? Parameters { get; set; }
}

public sealed class Column
{
    public string? Name { get; set; }

    /// <summary>As Hive writes it: <c>bigint</c>, <c>decimal(9,2)</c>.</summary>
    public string? Type { get; set; }

    public string? Comment { get; set; }

    public Dictionary<string, string>? Parameters { get; set; }
}
