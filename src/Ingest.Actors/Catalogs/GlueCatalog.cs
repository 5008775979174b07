using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>The Glue Data Catalog, told by Ingest itself: database, tables, and partitions, or the rule by which Athena computes
/// them.</summary>
internal sealed class GlueCatalog : ICatalog
{
    /// <summary>As often as somebody else may have changed a table between a look and a change.</summary>
    private const int Attempts = 5;

    private readonly string _database;
    private readonly bool _projection;
    private readonly AmazonGlueClient _glue;
    private readonly TimeProvider _clock;
    private readonly GlueTables _tables;
    private readonly GluePartitions _partitions;
    private readonly CatalogStep _step;

    /// <param name="spec">Which database, and how.</param>
    /// <param name="lake">Whose records are told.</param>
    /// <param name="root">Where it lies, an <c>s3://</c> URL.</param>
    /// <param name="glue">The client.</param>
    /// <param name="clock">Tells which day is today.</param>
    public GlueCatalog(CatalogSpec.Glue spec, ILake lake, string root, AmazonGlueClient glue, TimeProvider clock)
    {
        _database = spec.Database;
        _projection = spec.Projection;
        _glue = glue;
        _clock = clock;
        _tables = new GlueTables(root);
        _partitions = new GluePartitions(glue, _tables, spec.Database);
        _step = new CatalogStep(lake, $"{CatalogNotes.Name(glue, spec, root)}{(spec.Projection ? ", projection" : "")}");
    }

    private DateOnly Today => DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);

    public Task<IReadOnlyList<string>> UpdateAsync(IReadOnlyList<TableSpec> tables, bool anew, CancellationToken cancellation) =>
        _step.RunAsync(tables, anew, Differs, TellAsync, cancellation);

    public async Task<IReadOnlyList<string>> UnknownAsync(
        TableSpec table, IReadOnlyList<string> partitions, CancellationToken cancellation)
    {
        if (partitions.Count == 0)
        {
            return [];
        }

        if (await FindAsync(table.Name, cancellation) is not { } present)
        {
            return partitions;
        }

        if (GlueTables.RangeOf(present) is { } range)
        {
            return [.. partitions.Where(partition => !range.Covers(partition, Today))];
        }

        IReadOnlyList<Partition> found = await _partitions.FindAsync(table.Name, partitions, cancellation);
        return [.. partitions.Except(found.Select(partition => partition.Values![0]), StringComparer.Ordinal)];
    }

    private bool Differs(LakeTable table, KnownTable? known) =>
        known is null || !known.HasColumns(table)
        || (IsProjected(table)
            ? known.Range is not { } range || table.Partitions!.Any(partition => !range.Covers(partition, Today))
            : known.Missing(table).Count > 0);

    private bool IsProjected(LakeTable table) => _projection && table.IsDaily;

    /// <summary>A table that fails keeps no other from being told.</summary>
    private async Task<Told> TellAsync(IReadOnlyList<(LakeTable Table, KnownTable? Known)> different, CancellationToken cancellation)
    {
        var told = new Told();
        await EnsureDatabaseAsync(cancellation);
        foreach ((LakeTable table, KnownTable? known) in different)
        {
            try
            {
                told.Known[table.Name] = await TellAsync(table, known, cancellation);
            }
            catch (IngestException failure)
            {
                told.Fail(failure);
            }
        }

        return told;
    }

    private async Task<KnownTable> TellAsync(LakeTable table, KnownTable? known, CancellationToken cancellation)
    {
        ProjectedRange? range = IsProjected(table) ? ProjectedRange.Of(table, Today) : null;
        range = known?.Range is { } before ? range?.Or(before) : range;
        bool changed = await EnsureTableAsync(table, range, cancellation);
        if (table.Partitions is not { } partitions || range is not null)
        {
            return new KnownTable(table.Path, table.Columns, Range: range);
        }

        // A process may have died after it had changed the table and before it had changed all partitions.
        if (changed || known?.HasColumns(table) != true)
        {
            await _partitions.ChangeAllAsync(table, cancellation);
        }

        await _partitions.CreateAsync(table, known?.Missing(table) ?? partitions, cancellation);
        return new KnownTable(table.Path, table.Columns, partitions);
    }

    private async Task EnsureDatabaseAsync(CancellationToken cancellation)
    {
        try
        {
            await _glue.GetDatabaseAsync(new GetDatabaseRequest { Name = _database }, cancellation);
        }
        catch (IngestException failure) when (failure.Says(GlueErrors.EntityNotFound))
        {
            await UnlessThereAsync(() => _glue.CreateDatabaseAsync(
                new CreateDatabaseRequest { DatabaseInput = new DatabaseInput { Name = _database } }, cancellation));
        }
    }

    /// <returns>Whether the columns of a table that was there were changed: those of its partitions may be others, too.</returns>
    private async Task<bool> EnsureTableAsync(LakeTable table, ProjectedRange? range, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await TryEnsureTableAsync(table, range, cancellation) || attempt > 1;
            }
            catch (IngestException failure) when (failure.Says(GlueErrors.ConcurrentModification) && attempt < Attempts)
            {
                // Somebody was faster, or the answer to a request that was done was lost: what there is now decides.
            }
        }
    }

    private async Task<bool> TryEnsureTableAsync(LakeTable table, ProjectedRange? range, CancellationToken cancellation)
    {
        if (await FindAsync(table.Name, cancellation) is not { } present)
        {
            var created = new CreateTableRequest { DatabaseName = _database, TableInput = _tables.New(table, range) };
            await UnlessThereAsync(() => _glue.CreateTableAsync(created, cancellation));
            // Whoever created it first may have had other columns.
            present = await FindAsync(table.Name, cancellation)
                ?? throw IngestException.Transient($"The table {_database}.{table.Name} was dropped while it was being created. Run again.");
        }

        if (_tables.WhyNot(present, table) is { } reason)
        {
            throw IngestException.Permanent(
                $"The table {_database}.{table.Name} is another: {reason}. It was left alone; drop or rename it, or give the table another name or Path.");
        }

        // What is computed already stays computed.
        range = GlueTables.RangeOf(present) is { } computed ? range?.Or(computed) : range;
        if (_tables.Says(present, table, range))
        {
            return false;
        }

        await _glue.UpdateTableAsync(
            new UpdateTableRequest
            {
                DatabaseName = _database,
                TableInput = _tables.Changed(present, table, range),
                SkipArchive = true,
                VersionId = present.VersionId,
            },
            cancellation);
        return true;
    }

    private async Task<Table?> FindAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return (await _glue.GetTableAsync(new GetTableRequest { DatabaseName = _database, Name = name }, cancellation)).Table;
        }
        catch (IngestException failure) when (failure.Says(GlueErrors.EntityNotFound))
        {
            return null;
        }
    }

    /// <summary>Another process may have been first, or this one, when the answer was lost.</summary>
    private static async Task UnlessThereAsync(Func<Task> create)
    {
        try
        {
            await create();
        }
        catch (IngestException failure) when (failure.Says(GlueErrors.AlreadyExists))
        {
            // That is what was wanted.
        }
    }
}
