using System.Text.RegularExpressions;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Host.Configuration.Keys;
using Microsoft.Extensions.Configuration;

namespace Ingest.Host.Configuration.Checks;

/// <summary>Which catalog is told of the lake.</summary>
/// <param name="raw">The keys as they were written.</param>
internal sealed partial class CatalogCheck(IConfiguration raw, ErrorList errors)
{
    private const string Section = "Catalog";

    public CatalogSpec Check(CatalogOptions options, LakeSpec? lake)
    {
        if (options.Kind != CatalogNames.Glue)
        {
            RefuseOthers();
            return new CatalogSpec.None();
        }

        if (lake is LakeSpec.Folder)
        {
            errors.Add($"{Section}:Kind", "Glue catalogs lakes in S3; leave Catalog out, or write s3://bucket/prefix under Lake:Root");
        }

        if (options.Database is null)
        {
            errors.Add($"{Section}:Database", "missing; name the database that the tables are to be in");
        }
        else if (!LakeNames.Fits(options.Database))
        {
            errors.Add($"{Section}:Database", $"'{options.Database}': {LakeNames.Rule}");
        }

        if (options.Crawler is not null && options.Projection)
        {
            errors.Add($"{Section}:Projection", "a crawler would find partitions that Projection computes; leave Crawler out, or Projection");
        }

        return new CatalogSpec.Glue(options.Database ?? "")
        {
            Crawler = options.Crawler,
            MinInterval = options.MinInterval.Value,
            Projection = options.Projection,
            Workgroup = options.Workgroup,
            Output = Output(options.Output, lake),
        };
    }

    private string? Output(string? output, LakeSpec? lake)
    {
        if (output is null)
        {
            return null;
        }

        if (!S3Url().IsMatch(output))
        {
            errors.Add($"{Section}:Output", $"'{output}' is no s3://bucket/prefix");
        }
        else if (lake is not null && $"{output.TrimEnd('/')}/".StartsWith($"{lake.Root}/", StringComparison.Ordinal))
        {
            errors.Add($"{Section}:Output", $"{output} lies in the lake, where results would be taken for data; choose another");
        }

        return output;
    }

    private void RefuseOthers()
    {
        foreach (string key in KeyShape.Keys(typeof(CatalogOptions))!.Keys.Where(key => key != nameof(CatalogOptions.Kind)
            && raw.GetSection($"{Section}:{key}").Exists()))
        {
            errors.Add($"{Section}:{key}", "only with Catalog:Kind glue; leave it out, or say glue");
        }
    }

    [GeneratedRegex(@"\As3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?\z")]
    private static partial Regex S3Url();
}
