namespace Ingest.Actors.Catalogs;

/// <summary>A catalog as the configuration says it.</summary>
public abstract record CatalogSpec
{
    private CatalogSpec()
    {
    }

    /// <summary>Nobody is told: who reads the lake lists it.</summary>
    public sealed record None : CatalogSpec;

    /// <summary>The Glue Data Catalog.</summary>
    /// <param name="Database">Lower-case letters, digits and underscores.</param>
    public sealed record Glue(string Database) : CatalogSpec
    {
        /// <summary>Every account has it.</summary>
        public const string WorkgroupDefault = "primary";

        /// <summary>The crawler that is started when a run is done; null: tables and partitions are registered without one.</summary>
        public string? Crawler { get; init; }

        /// <summary>The crawler is started no more often.</summary>
        public TimeSpan MinInterval { get; init; }

        /// <summary>Athena computes the partitions from their rule instead of looking them up: none are registered.</summary>
        public bool Projection { get; init; }

        /// <summary>Athena's workgroup for queries.</summary>
        public string Workgroup { get; init; } = WorkgroupDefault;

        /// <summary>Where Athena puts results, an <c>s3://</c> URL; null: where the workgroup says.</summary>
        public string? Output { get; init; }
    }
}
