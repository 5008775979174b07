using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Configuration.Keys;

/// <summary>What tells query engines which tables and partitions the lake has.</summary>
public sealed class CatalogOptions
{
    [AllowedValues(CatalogNames.None, CatalogNames.Glue)]
    [Description("`none`, or `glue`: the Glue Data Catalog, which Athena and others ask. The other keys are for `glue` alone.")]
    public string Kind { get; set; } = CatalogNames.None;

    [AbsentMeans("required with `glue`")]
    [Description("The database in the catalog: lower-case letters, digits and underscores.")]
    public string? Database { get; set; }

    [AbsentMeans("tables and partitions are registered without one")]
    [Description("The Glue crawler that is started when a run is done and the lake has what the catalog does not know.")]
    public string? Crawler { get; set; }

    [Range(typeof(Duration), "0s", "7d")]
    [Description("The crawler is started no more often than that; until then the next run makes up for it.")]
    public Duration MinInterval { get; set; } = new(TimeSpan.FromMinutes(10));

    [Description("Let Athena compute the partitions from their rule instead of looking them up; other engines see none then.")]
    public bool Projection { get; set; }

    [Description("Athena's workgroup for `ingest query`.")]
    public string Workgroup { get; set; } = Ingest.Actors.Catalogs.CatalogSpec.Glue.WorkgroupDefault;

    [AbsentMeans("where the workgroup says")]
    [Description("Where Athena puts results: an `s3://` URL outside the lake.")]
    public string? Output { get; set; }
}

/// <summary>The values of <see cref="CatalogOptions.Kind"/>.</summary>
internal static class CatalogNames
{
    public const string None = "none";
    public const string Glue = "glue";
}
