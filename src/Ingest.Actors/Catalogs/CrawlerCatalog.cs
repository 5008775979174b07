using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>
/// The Glue Data Catalog, told by a crawler: it is started when the records hold partitions or columns that the catalog does not
/// know, once a run, and afterwards the catalog is asked for them. Crawlers call tables after folders, so that a table is
/// told by its location.
/// </summary>
internal sealed class CrawlerCatalog : ICatalog
{
    private const int Named = 5;

    private readonly CatalogSpec.Glue _spec;
    private readonly AmazonGlueClient _glue;
    private readonly GlueTables _tables;
    private readonly GluePartitions _partitions;
    private readonly GlueCrawl _crawl;
    private readonly CatalogStep _step;

    /// <param name="spec">Which database and crawler.</param>
    /// <param name="lake">Whose records are told.</param>
    /// <param name="root">Where it lies, an <c>s3://</c> URL.</param>
    /// <param name="glue">The client.</param>
    /// <param name="clock">Waits for crawls.</param>
    /// <param name="limits">How patiently.</param>
    public CrawlerCatalog(
        CatalogSpec.Glue spec, ILake lake, string root, AmazonGlueClient glue, TimeProvider clock, CrawlLimits limits)
    {
        _spec = spec;
        _glue = glue;
        _tables = new GlueTables(root);
        _partitions = new GluePartitions(glue, _tables, spec.Database);
        _crawl = new GlueCrawl(glue, spec, clock, limits);
        _step = new CatalogStep(lake, $"{CatalogNotes.Name(glue, spec, root)}, crawler {spec.Crawler}");
    }

    public Task<IReadOnlyList<string>> UpdateAsync(IReadOnlyList<TableSpec> tables, bool anew, CancellationToken cancellation) =>
        _step.RunAsync(
            tables, anew, (table, known) => known is null || !known.HasColumns(table) || known.Missing(table).Count > 0, TellAsync, cancellation);

    public async Task<IReadOnlyList<string>> UnknownAsync(
        TableSpec table, IReadOnlyList<string> partitions, CancellationToken cancellation)
    {
        string location = _tables.LocationOf(LakeTable.Of(table, [], []));
        IReadOnlyDictionary<string, Table> present = await ListAsync(cancellation);
        return present.TryGetValue(Place(location), out Table? found) ? await MissingAsync(found.Name!, partitions, cancellation) : partitions;
    }

    private async Task<Told> TellAsync(IReadOnlyList<(LakeTable Table, KnownTable? Known)> different, CancellationToken cancellation)
    {
        var told = new Told();
        if (await IsThereAsync(different, cancellation))
        {
            // Another process, or the crawler's own schedule, was first.
            Note(told, different.Select(pair => pair.Table));
            return told;
        }

        if (await _crawl.RunAsync(token => IsThereAsync(different, token), cancellation) is { } notice)
        {
            told.Notices.Add(notice);
            return told;
        }

        foreach ((LakeTable table, string? why, string? name) in await LookAsync(different, cancellation))
        {
            if (why is not null)
            {
                told.Fail(IngestException.Permanent(
                    $"The crawler {_spec.Crawler} has crawled, and {why}. Check what it includes and excludes, see docs/catalog.md."));
                continue;
            }

            Note(told, [table]);
            if (name != table.Name)
            {
                told.Notices.Add($"The crawler {_spec.Crawler} calls the table {table.Name} {name}, after its folder {table.Path}.");
            }
        }

        return told;
    }

    private static void Note(Told told, IEnumerable<LakeTable> tables)
    {
        foreach (LakeTable table in tables)
        {
            told.Known[table.Name] = new KnownTable(table.Path, table.Columns, table.Partitions);
        }
    }

    private async Task<bool> IsThereAsync(IReadOnlyList<(LakeTable Table, KnownTable? Known)> different, CancellationToken cancellation) =>
        (await LookAsync(different, cancellation)).All(seen => seen.Why is null);

    /// <summary>What of each table the catalog does not say; null: nothing.</summary>
    private async Task<IReadOnlyList<(LakeTable Table, string? Why, string? Name)>> LookAsync(
        IReadOnlyList<(LakeTable Table, KnownTable? Known)> different, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, Table> present = await ListAsync(cancellation);
        List<(LakeTable, string?, string?)> seen = [];
        foreach ((LakeTable table, KnownTable? known) in different)
        {
            string location = _tables.LocationOf(table);
            if (!present.TryGetValue(Place(location), out Table? found))
            {
                seen.Add((table, $"no table of {_spec.Database} lies at {location}", null));
                continue;
            }

            string[] columns = [.. table.Columns.Select(HiveTypes.Of).Select(column => $"{column.Name} {column.Type}")
                .Except((found.StorageDescriptor?.Columns ?? []).Select(column => $"{column.Name} {column.Type}"), StringComparer.Ordinal)];
            IReadOnlyList<string> missing = columns.Length > 0
                ? []
                : await MissingAsync(found.Name!, known?.Missing(table) ?? table.Partitions ?? [], cancellation);
            seen.Add((table, Why(found.Name!, columns, missing), found.Name));
        }

        return seen;
    }

    private string? Why(string table, string[] columns, IReadOnlyList<string> partitions)
    {
        string of = $"{_spec.Database}.{table} has no";
        string others = partitions.Count > Named ? $" and {partitions.Count - Named} others" : "";
        return (columns.Length, partitions.Count) switch
        {
            ( > 0, _) => $"{of} column {string.Join(", ", columns)}",
            (_, > 0) => $"{of} partition {string.Join(", ", partitions.Take(Named).Select(day => $"{LakeSchema.PartitionColumn}={day}"))}{others}",
            _ => null,
        };
    }

    private async Task<IReadOnlyList<string>> MissingAsync(string table, IReadOnlyList<string> partitions, CancellationToken cancellation)
    {
        IReadOnlyList<Partition> found = await _partitions.FindAsync(table, partitions, cancellation);
        return [.. partitions.Except(found.Select(partition => partition.Values![0]), StringComparer.Ordinal)];
    }

    /// <summary>The database's tables by their place.</summary>
    private async Task<IReadOnlyDictionary<string, Table>> ListAsync(CancellationToken cancellation)
    {
        Dictionary<string, Table> tables = [];
        try
        {
            string? next = null;
            do
            {
                GetTablesResponse page = await _glue.GetTablesAsync(
                    new GetTablesRequest { DatabaseName = _spec.Database, NextToken = next }, cancellation);
                foreach (Table table in page.TableList ?? [])
                {
                    tables.TryAdd(Place(table.StorageDescriptor?.Location ?? ""), table);
                }

                next = page.NextToken;
            }
            while (!string.IsNullOrEmpty(next));
        }
        catch (IngestException failure) when (failure.Says(GlueErrors.EntityNotFound))
        {
            // The crawler makes its database when it first crawls.
        }

        return tables;
    }

    private static string Place(string location) => location.TrimEnd('/');
}
