using Ingest.Actors.Aws;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Supervisors;
using Ingest.Actors.Units;
using Ingest.Host.Configuration.Keys;
using Microsoft.Extensions.Configuration;

namespace Ingest.Host.Configuration.Checks;

/// <summary>Turns bound options into the checked configuration, and collects what keeps it from being one.</summary>
/// <param name="raw">The keys as they were written: tells what was left out from what has its default's value.</param>
internal sealed class IngestCheck(ConfigurationOrigin origin, IConfiguration raw, ErrorList errors)
{
    /// <returns>Null when there are errors.</returns>
    public IngestConfiguration? Check(IngestOptions options)
    {
        SourceSpec? source = new SourceCheck(origin, errors).Check(options.Source);
        LakeSpec? lake = new LakeCheck(origin, raw, errors).Check(options.Lake);
        AwsSpec aws = Aws(options.Aws);
        IReadOnlyList<TableSpec> tables = Tables(options.Tables, out EveryTable? every);
        EngineLimits limits = new EngineCheck(errors).Check(options.Engine, options.Source?.MaxConnections);
        RetryPolicy retry = Retry(options.Retry);
        CatalogSpec catalog = new CatalogCheck(raw, errors).Check(options.Catalog, lake);
        return errors.Any || source is null || lake is null
            ? null
            : new IngestConfiguration
            {
                Source = source,
                Lake = lake,
                Catalog = catalog,
                Aws = aws,
                Tables = tables,
                Every = every,
                Limits = limits,
                Retry = retry,
                StopWithin = options.StopWithin.Value,
            };
    }

    private List<TableSpec> Tables(IReadOnlyDictionary<string, TableOptions>? tables, out EveryTable? every)
    {
        const string path = "Tables";
        every = null;
        if (tables is null || tables.Count == 0)
        {
            errors.Add(path, "empty; name at least one table");
            return [];
        }

        var check = new TableCheck(origin, raw, errors);
        List<TableSpec> specs = [.. tables
            .Where(table => table.Key != EveryTable.Name)
            .OrderBy(table => table.Key, StringComparer.Ordinal)
            .Select(table => check.Check($"{path}:{table.Key}", table.Key, table.Value))];
        TablePaths.CheckApart(specs, errors);
        every = tables.TryGetValue(EveryTable.Name, out TableOptions? all)
            ? new EveryTableCheck(origin, raw, errors).Check($"{path}:{EveryTable.Name}", all)
            : null;
        return specs;
    }

    private AwsSpec Aws(AwsOptions options) => new()
    {
        Region = options.Region,
        Endpoint = UrlCheck.Http("Aws:Endpoint", options.Endpoint, errors),
    };

    private RetryPolicy Retry(RetryOptions options)
    {
        if (options.Longest.Value < options.First.Value)
        {
            errors.Add("Retry:Longest", $"{options.Longest} is shorter than the first pause, Retry:First {options.First}");
        }

        return new RetryPolicy(options.Count, options.First.Value, options.Longest.Value);
    }
}
