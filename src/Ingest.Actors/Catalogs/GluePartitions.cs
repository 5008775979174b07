using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>Partitions of a table in Glue: asked for, created and changed in batches, of which each item may fail by itself.</summary>
/// <param name="glue">The client.</param>
/// <param name="tables">How partitions look.</param>
/// <param name="database">The database.</param>
internal sealed class GluePartitions(AmazonGlueClient glue, GlueTables tables, string database)
{
    private const int Batch = 100;
    private const int BatchToGet = 1_000;
    private const int Page = 200;
    private const int Named = 5;

    /// <summary>Those of the partitions that there are, whatever the table's name.</summary>
    public async Task<IReadOnlyList<Partition>> FindAsync(string table, IReadOnlyList<string> partitions, CancellationToken cancellation)
    {
        List<Partition> found = [];
        foreach (string[] chunk in partitions.Chunk(BatchToGet))
        {
            List<PartitionValueList> left = [.. chunk.Select(partition => new PartitionValueList { Values = [partition] })];
            while (left.Count > 0)
            {
                BatchGetPartitionResponse answer = await glue.BatchGetPartitionAsync(
                    new BatchGetPartitionRequest { DatabaseName = database, TableName = table, PartitionsToGet = left }, cancellation);
                found.AddRange(answer.Partitions ?? []);
                // Those for which there was no room. Glue says nothing at all of those that are not there.
                List<PartitionValueList> again = answer.UnprocessedKeys ?? [];
                left = again.Count < left.Count ? again : throw IngestException.Transient(
                    $"glue:BatchGetPartition on table {database}.{table} answers none of {left.Count} partitions. Run again.");
            }
        }

        return found;
    }

    /// <summary>Creates partitions. One that there is already must lie where this one does, and gets its columns.</summary>
    public async Task CreateAsync(LakeTable table, IReadOnlyList<string> partitions, CancellationToken cancellation)
    {
        List<string> present = [];
        List<(string Partition, ErrorDetail? Why)> failed = [];
        foreach (string[] chunk in partitions.Chunk(Batch))
        {
            BatchCreatePartitionResponse answer = await glue.BatchCreatePartitionAsync(
                new BatchCreatePartitionRequest
                {
                    DatabaseName = database,
                    TableName = table.Name,
                    PartitionInputList = [.. chunk.Select(partition => tables.New(table, partition))],
                },
                cancellation);
            foreach (PartitionError error in answer.Errors ?? [])
            {
                string partition = string.Join('/', error.PartitionValues ?? []);
                if (error.ErrorDetail?.ErrorCode == GlueErrors.AlreadyExists)
                {
                    present.Add(partition);
                }
                else
                {
                    failed.Add((partition, error.ErrorDetail));
                }
            }
        }

        IReadOnlyList<Partition> found = await FindAsync(table.Name, present, cancellation);
        Refuse(table, found);
        await ChangeAsync(table, found, failed, cancellation);
        Throw("BatchCreatePartition", table, failed);
    }

    /// <summary>Gives all partitions that there are the table's columns. Each stays where it is.</summary>
    public async Task ChangeAllAsync(LakeTable table, CancellationToken cancellation)
    {
        List<(string Partition, ErrorDetail? Why)> failed = [];
        string? next = null;
        do
        {
            GetPartitionsResponse page = await glue.GetPartitionsAsync(
                new GetPartitionsRequest { DatabaseName = database, TableName = table.Name, NextToken = next, MaxResults = Page }, cancellation);
            await ChangeAsync(table, page.Partitions ?? [], failed, cancellation);
            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));
        Throw("BatchUpdatePartition", table, failed);
    }

    private async Task ChangeAsync(
        LakeTable table, IReadOnlyList<Partition> present, List<(string Partition, ErrorDetail? Why)> failed, CancellationToken cancellation)
    {
        List<Column> columns = GlueTables.ColumnsOf(table);
        foreach (Partition[] chunk in present.Where(other => !GlueTables.Same(other.StorageDescriptor?.Columns, columns)).Chunk(Batch))
        {
            BatchUpdatePartitionResponse answer = await glue.BatchUpdatePartitionAsync(
                new BatchUpdatePartitionRequest
                {
                    DatabaseName = database,
                    TableName = table.Name,
                    Entries =
                    [
                        .. chunk.Select(partition => new BatchUpdatePartitionRequestEntry
                        {
                            PartitionValueList = partition.Values,
                            PartitionInput = GlueTables.Changed(partition, table),
                        }),
                    ],
                },
                cancellation);
            failed.AddRange((answer.Errors ?? []).Select(error => (string.Join('/', error.PartitionValueList ?? []), error.ErrorDetail)));
        }
    }

    private void Refuse(LakeTable table, IReadOnlyList<Partition> found)
    {
        foreach (Partition other in found)
        {
            string location = tables.LocationOf(table, other.Values![0]);
            if (!GlueTables.Same(other.StorageDescriptor?.Location, location))
            {
                throw IngestException.Permanent(
                    $"The partition {LakeSchema.PartitionColumn}={other.Values[0]} of {database}.{table.Name} points to "
                    + $"{other.StorageDescriptor?.Location} and not to {location}; it was left alone. Drop it, then run `ingest catalog`.");
            }
        }
    }

    private void Throw(string action, LakeTable table, List<(string Partition, ErrorDetail? Why)> failed)
    {
        if (failed.Count == 0)
        {
            return;
        }

        string names = string.Join(", ", failed.Take(Named).Select(failure => $"{LakeSchema.PartitionColumn}={failure.Partition}"));
        string others = failed.Count > Named ? $" and {failed.Count - Named} others" : "";
        ErrorDetail? why = failed[0].Why;
        string sentence = $"glue:{action} on table {database}.{table.Name} failed for {names}{others} ({why?.ErrorCode}: {why?.ErrorMessage}).";
        throw failed.All(failure => AwsCodes.IsTransient(failure.Why?.ErrorCode))
            ? IngestException.Transient(sentence)
            : IngestException.Permanent(sentence);
    }
}
