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

    private readonly AmazonGlueClient _glue = new(aws, clock);

    public override async IAsyncEnumerable<Observation> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
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
        yield return table is null
            ? await NowhereAsync(
                "glue:CreateTable", "database",
                () => _glue.GetDatabaseAsync(new GetDatabaseRequest { Name = Nowhere }, cancellation),
                () => _glue.CreateTableAsync(new CreateTableRequest { DatabaseName = Nowhere, TableInput = new TableInput { Name = Nowhere } }, cancellation),
                isInCatalog: true)
            : await TryAsync(
                "glue:CreateTable", "allowed",
                () => _glue.CreateTableAsync(new CreateTableRequest { DatabaseName = catalog.Database, TableInput = new TableInput { Name = table } }, cancellation), "allowed");
        yield return await TryAsync(
            "glue:UpdateTable", "allowed",
            () => _glue.UpdateTableAsync(new UpdateTableRequest { DatabaseName = catalog.Database, TableInput = new TableInput { Name = Nowhere } }, cancellation), "allowed");

        // With Projection, too: tables of rejects have partitions all the same.
        foreach (Observation seen in await PartitionsAsync(cancellation))
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
            return Skipped(Subject, $"the first run needs it, and without making the database it can only be tried on a database {Everywhere}, which is not there");
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

        return Ok(Subject, "allowed");
    }

    private async Task<IReadOnlyList<Observation>> PartitionsAsync(CancellationToken cancellation)
    {
        List<string> values = ["00000000"];
        return
        [
            await TryAsync(
                "glue:GetPartitions", "allowed",
                () => _glue.GetPartitionsAsync(new GetPartitionsRequest { DatabaseName = catalog.Database, TableName = Nowhere }, cancellation), "allowed"),
            await TryAsync(
                "glue:BatchGetPartition", "allowed",
                () => _glue.BatchGetPartitionAsync(
                    new BatchGetPartitionRequest { DatabaseName = catalog.Database, TableName = Nowhere, PartitionsToGet = [new PartitionValueList { Values = values }] }, cancellation), "allowed"),
            await TryAsync(
                "glue:BatchCreatePartition", "allowed",
                () => _glue.BatchCreatePartitionAsync(
                    new BatchCreatePartitionRequest { DatabaseName = catalog.Database, TableName = Nowhere, PartitionInputList = [new PartitionInput { Values = values }] }, cancellation), "allowed"),
            await TryAsync(
                "glue:BatchUpdatePartition", "allowed",
                () => _glue.BatchUpdatePartitionAsync(
                    new BatchUpdatePartitionRequest
                    {
                        DatabaseName = catalog.Database,
                        TableName = Nowhere,
                        Entries = [new BatchUpdatePartitionRequestEntry { PartitionValueList = values, PartitionInput = new PartitionInput { Values = values } }],
                    }, cancellation), "allowed"),
        ];
    }

    /// <summary>The first of the tables that is registered.</summary>
    private async Task<string?> FindAsync(CancellationToken cancellation)
    {
        foreach (string name in tables.Select(table => table.Name))
        {
            try
            {
                return (await _glue.GetTableAsync(new GetTableRequest { DatabaseName = catalog.Database, Name = name }, cancellation)).Table?.Name;
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
            return Missing(subject, failure.Message);
        }
    }
}
