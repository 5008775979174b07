namespace Ingest.Actors.Aws.Glue;

public sealed class Partition
{
    public List<string>? Values { get; set; }

    public StorageDescriptor? StorageDescriptor { get; set; }

    public Dictionary<string, string>? Parameters { get; set; }
}

public sealed class PartitionInput
{
    public List<string>? Values { get; set; }

    public StorageDescriptor? StorageDescriptor { get; set; }

    public Dictionary<string, string>? Parameters { get; set; }
}

public sealed class PartitionValueList
{
    public List<string>? Values { get; set; }
}

public sealed class ErrorDetail
{
    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }
}

public sealed class BatchCreatePartitionRequest
{
    public string? DatabaseName { get; set; }

    public string? TableName { get; set; }

    public List<PartitionInput>? PartitionInputList { get; set; }
}

public sealed class BatchCreatePartitionResponse
{
    /// <summary>Those that failed.</summary>
    public List<PartitionError>? Errors { get; set; }
}

public sealed class PartitionError
{
    public List<string>? PartitionValues { get; set; }

    public ErrorDetail? ErrorDetail { get; set; }
}

public sealed class BatchUpdatePartitionRequest
{
    public string? DatabaseName { get; set; }

    public string? TableName { get; set; }

    public List<BatchUpdatePartitionRequestEntry>? Entries { get; set; }
}

public sealed class BatchUpdatePartitionRequestEntry
{
    /// <summary>Its values now.</summary>
    public List<string>? PartitionValueList { get; set; }

    public PartitionInput? PartitionInput { get; set; }
}

public sealed class BatchUpdatePartitionResponse
{
    /// <summary>Those that failed.</summary>
    public List<BatchUpdatePartitionFailureEntry>? Errors { get; set; }
}

public sealed class BatchUpdatePartitionFailureEntry
{
    public List<string>? PartitionValueList { get; set; }

    public ErrorDetail? ErrorDetail { get; set; }
}

public sealed class BatchGetPartitionRequest
{
    public string? DatabaseName { get; set; }

    public string? TableName { get; set; }

    public List<PartitionValueList>? PartitionsToGet { get; set; }
}

public sealed class BatchGetPartitionResponse
{
    public List<Partition>? Partitions { get; set; }

    /// <summary>Those that the answer says nothing about.</summary>
    public List<PartitionValueList>? UnprocessedKeys { get; set; }
}

public sealed class GetPartitionsRequest
{
    public string? DatabaseName { get; set; }

    public string? TableName { get; set; }

    /// <summary>Which; null: all.</summary>
    public string? Expression { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }
}

public sealed class GetPartitionsResponse
{
    public List<Partition>? Partitions { get; set; }

    public string? NextToken { get; set; }
}
