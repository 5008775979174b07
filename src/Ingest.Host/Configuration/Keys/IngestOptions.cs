using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Configuration.Keys;

/// <summary>The keys of <c>ingest.json</c>, and nothing else: what is not a property here is an unknown key.</summary>
public sealed class IngestOptions
{
    [Required]
    [NeverRepeated]
    [Description("The database that rows are read from.")]
    public SourceOptions? Source { get; set; }

    [Required]
    [Description("Where the objects go.")]
    public LakeOptions? Lake { get; set; }

    [Required]
    [Description("The tables to bring into the lake, by the name that each has there: lower-case letters, digits and underscores. `*` stands for every table of the source that no other entry names.")]
    public IReadOnlyDictionary<string, TableOptions>? Tables { get; set; }

    [Description("What tells query engines which tables and partitions the lake has.")]
    public CatalogOptions Catalog { get; set; } = new();

    [NeverRepeated]
    [Description("How services of AWS are reached. Credentials come from the default chain: environment, web identity, profile, container, instance.")]
    public AwsOptions Aws { get; set; } = new();

    [Description("Sizes and parallelism. The defaults suit two cores and half a gigabyte.")]
    public EngineOptions Engine { get; set; } = new();

    [Description("How often a unit that failed for now is run again, and a table that could not be planned for now is planned again.")]
    public RetryOptions Retry { get; set; } = new();

    [Range(typeof(Duration), "1s", "1h")]
    [Description("How long a stop waits for work under way to end cleanly.")]
    public Duration StopWithin { get; set; } = new(TimeSpan.FromSeconds(30));
}
