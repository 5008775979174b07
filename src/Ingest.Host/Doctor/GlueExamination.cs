using System.Runtime.CompilerServices;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Units;

namespace Ingest.Host.Doctor;

/// <summary>
/// The Glue Data Catalog without a crawler: each action that registering needs. Made is only what there is already, or in what there
/// is not; changed is only what there is not.
/// </summary>
internal sealed class GlueExamination(CatalogSpec.Glue catalog, AwsSpec aws, IReadOnlyList<TableSpec> tables, TimeProvider clock)
    : CatalogExamination
{
    /// <summary>The database that Athena gives every account that it is used in: it can be made nowhere again.</summary>
    private const string Everywhere = "default";

    private static readonly List<string> Values = ["00000000"];

    private readonly AmazonGlueClient _glue = new(aws, clock, ServiceReach.Limits);

    private string NoTable => $"allowed on table/{catalog.Database}/{Nowhere}";

    protected override async IAsyncEnumerable<Observation> EachAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        Observation database = await TryAsync(
            "glue:GetDatabase", $"the database {catalog.Database} is there",
            () => _glue.GetDatabaseAsync(new GetDatabaseRequest { Name = catalog.Database }, cancellation), absent: null);
        bool isAbsent = database is { Verdict: Verdict.Skipped };
        yield return isAbsent ? Ok("glue:GetDatabase", $"allowed; there is no database {catalog.Database} yet") : database;
        if (isAbsent)
        {
            yield return await LookAsync("glue:CreateDatabase", () => CreateDatabaseAsync(cancellation));
        }

        string? table = null;
        yield return await LookAsync("glue:GetTable", async () =>
        {
            table = await FindAsync(cancellation);
            return Ok("glue:GetTable", table is null ? "allowed; no table is registered yet" : $"allowed; {catalog.Database}.{table} is registered");
        });
        yield return await CreateTableAsync(table, cancellation);
        yield return await TryAsync("glue:UpdateTable", NoTable, () => _glue.UpdateTableAsync(
            new UpdateTableRequest { DatabaseName = catalog.Database, TableInput = new TableInput { Name = Nowhere } }, cancellation), NoTable);

        // With Projection, too: tables of rejects have partitions all the same.
        await foreach (Observation seen in PartitionsAsync(cancellation))
        {
            yield return seen;
        }
    }

    /// <summary>Asks for a database that is there, since the one that is not would be made.</summary>
    private async Task<Observation> CreateDatabaseAsync(CancellationToken cancellation)
    {
        const string Subject = "glue:CreateDatabase";
        const string Place = $"database/{Everywhere}";
        try
        {
            await _glue.GetDatabaseAsync(new GetDatabaseRequest { Name = Everywhere }, cancellation);
        }
        catch (IngestException failure) when (IsAbsent(failure))
        {
            return Skipped(
                Subject,
                $"the first run needs it, and without making the database it can only be tried on a database {Everywhere}, which is not there");
        }
        catch (IngestException failure) when (failure.IsDenial())
        {
            return NotCovered(Subject, Place);
        }

        try
        {
            await _glue.CreateDatabaseAsync(new CreateDatabaseRequest { DatabaseInput = new DatabaseInput { Name = Everywhere } }, cancellation);
        }
        catch (IngestException failure) when (failure.Says(GlueErrors.AlreadyExists))
        {
            // It was let through to where that is seen.
        }
        catch (IngestException failure) when (failure.IsDenial() && failure.Names(Place))
        {
            return NotCovered(Subject, Place);
        }

        return Elsewhere(Subject, Place, $"database/{catalog.Database}");
    }

    /// <param name="there">A table that is registered: it is not made again; null: none is.</param>
    /// <param name="cancellation">Abandons it.</param>
    private Task<Observation> CreateTableAsync(string? there, CancellationToken cancellation)
    {
        const string Subject = "glue:CreateTable";
        if (there is null)
        {
            var nowhere = new CreateTableRequest { DatabaseName = Nowhere, TableInput = new TableInput { Name = Nowhere } };
            return NowhereAsync(
                Subject, "database", $"database/{catalog.Database} and table/{catalog.Database}/*",
                () => _glue.GetDatabaseAsync(new GetDatabaseRequest { Name = Nowhere }, cancellation),
                () => _glue.CreateTableAsync(nowhere, cancellation),
                isInCatalog: true);
        }

        string allowed = $"allowed on table/{catalog.Database}/{there}";
        var again = new CreateTableRequest { DatabaseName = catalog.Database, TableInput = new TableInput { Name = there } };
        return TryAsync(Subject, allowed, () => _glue.CreateTableAsync(again, cancellation), allowed);
    }

    private async IAsyncEnumerable<Observation> PartitionsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await TryAsync("glue:GetPartitions", NoTable, () => _glue.GetPartitionsAsync(
            new GetPartitionsRequest { DatabaseName = catalog.Database, TableName = Nowhere }, cancellation), NoTable);
        yield return await TryAsync("glue:BatchGetPartition", NoTable, () => _glue.BatchGetPartitionAsync(
            new BatchGetPartitionRequest
            {
                DatabaseName = catalog.Database,
                TableName = Nowhere,
                PartitionsToGet = [new PartitionValueList { Values = Values }],
            },
            cancellation), NoTable);
        yield return await TryAsync("glue:BatchCreatePartition", NoTable, () => _glue.BatchCreatePartitionAsync(
            new BatchCreatePartitionRequest
            {
                DatabaseName = catalog.Database,
                TableName = Nowhere,
                PartitionInputList = [new PartitionInput { Values = Values }],
            },
            cancellation), NoTable);
        var entry = new BatchUpdatePartitionRequestEntry { PartitionValueList = Values, PartitionInput = new PartitionInput { Values = Values } };
        yield return await TryAsync("glue:BatchUpdatePartition", NoTable, () => _glue.BatchUpdatePartitionAsync(
            new BatchUpdatePartitionRequest { DatabaseName = catalog.Database, TableName = Nowhere, Entries = [entry] }, cancellation), NoTable);
    }

    /// <summary>The first of the tables that is registered.</summary>
    private async Task<string?> FindAsync(CancellationToken cancellation)
    {
        foreach (string name in tables.Select(table => table.Name))
        {
            try
            {
                var asked = new GetTableRequest { DatabaseName = catalog.Database, Name = name };
                return (await _glue.GetTableAsync(asked, cancellation)).Table?.Name;
            }
            catch (IngestException failure) when (IsAbsent(failure))
            {
                // The next may be there.
            }
        }

        return null;
    }

    /// <param name="subject">The action.</param>
    /// <param name="there">What is said when it succeeds.</param>
    /// <param name="act">Asks for it.</param>
    /// <param name="absent">What is said when there is no such thing, or there is already; null: that is not known to be right.</param>
    private async Task<Observation> TryAsync<T>(string subject, string there, Func<Task<T>> act, string? absent)
    {
        try
        {
            await act();
            return Ok(subject, there);
        }
        catch (IngestException failure) when (IsAbsent(failure) || failure.Says(GlueErrors.AlreadyExists))
        {
            return absent is null ? Skipped(subject, failure.Message) : Ok(subject, absent);
        }
        catch (IngestException failure)
        {
            return Missing(subject, failure);
        }
    }
}
