namespace Ingest.Actors.Aws.Athena;

public sealed class GetWorkGroupRequest
{
    public string? WorkGroup { get; set; }
}

public sealed class GetWorkGroupResponse
{
    public WorkGroup? WorkGroup { get; set; }
}

public sealed class WorkGroup
{
    public string? Name { get; set; }

    /// <summary><c>ENABLED</c> or <c>DISABLED</c>.</summary>
    public string? State { get; set; }

    public WorkGroupConfiguration? Configuration { get; set; }
}

public sealed class WorkGroupConfiguration
{
    /// <summary>Whether the workgroup's settings override those of a query.</summary>
    public bool? EnforceWorkGroupConfiguration { get; set; }

    public ResultConfiguration? ResultConfiguration { get; set; }

    /// <summary>Whether Athena keeps results itself.</summary>
    public ManagedQueryResultsConfiguration? ManagedQueryResultsConfiguration { get; set; }

    /// <summary>A query that would scan more is ended; null: no bound.</summary>
    public long? BytesScannedCutoffPerQuery { get; set; }

    public EngineVersion? EngineVersion { get; set; }
}

public sealed class ManagedQueryResultsConfiguration
{
    /// <summary>Such a workgroup takes no <see cref="ResultConfiguration"/>.</summary>
    public bool? Enabled { get; set; }
}

public sealed class EngineVersion
{
    public string? SelectedEngineVersion { get; set; }

    public string? EffectiveEngineVersion { get; set; }
}
