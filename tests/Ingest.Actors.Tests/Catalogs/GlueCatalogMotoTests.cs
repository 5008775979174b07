using Amazon.Runtime;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Units;
using Ingest.TestKit;

namespace Ingest.Actors.Tests.Catalogs;

/// <summary>The contract over a Glue that others wrote.</summary>
public sealed class GlueCatalogMotoTests : CatalogContract
{
    private readonly string _database = $"db_{Guid.NewGuid():N}";

    private static AmazonGlueClient Client => new(
        new AwsSpec { Endpoint = Moto.Require(), Region = "us-east-1", Credentials = new BasicAWSCredentials("test", "test") },
        TimeProvider.System);

    protected override ICatalog Catalog() =>
        new GlueCatalog(new CatalogSpec.Glue(_database), Lake, Root, Client, TimeProvider.System);

    protected override void Later()
    {
    }

    protected override async Task<Cataloged?> FindAsync(string table)
    {
        try
        {
            Table found = (await Client.GetTableAsync(new GetTableRequest { DatabaseName = _database, Name = table })).Table!;
            List<Partition> partitions =
                (await Client.GetPartitionsAsync(new GetPartitionsRequest { DatabaseName = _database, TableName = table })).Partitions!;
            return new Cataloged(
                found.StorageDescriptor!.Location!,
                Texts(found.StorageDescriptor.Columns!),
                Texts(found.PartitionKeys!),
                partitions.ToDictionary(partition => partition.Values![0], partition => partition.StorageDescriptor!.Location!),
                [.. partitions.Select(partition => Texts(partition.StorageDescriptor!.Columns!))]);
        }
        catch (IngestException failure) when (failure.Says(GlueErrors.EntityNotFound))
        {
            return null;
        }
    }

    /// <summary>moto has no other way than to point the partition's value elsewhere.</summary>
    protected override async Task ForgetAsync(string table, string partition)
    {
        Partition present = (await Client.GetPartitionsAsync(new GetPartitionsRequest { DatabaseName = _database, TableName = table }))
            .Partitions!.Single(other => other.Values![0] == partition);
        await Client.BatchUpdatePartitionAsync(new BatchUpdatePartitionRequest
        {
            DatabaseName = _database,
            TableName = table,
            Entries =
            [
                new BatchUpdatePartitionRequestEntry
                {
                    PartitionValueList = present.Values,
                    PartitionInput = new PartitionInput { Values = ["19000101"], StorageDescriptor = present.StorageDescriptor },
                },
            ],
        });
    }

    protected override async Task AssertKnowsAsync(params string[] partitions)
    {
        string[] known = [.. (await FindAsync("raw_readings"))!.Partitions.Keys.Except(["19000101"])];
        Xunit.Assert.Equal(partitions, known.Order(StringComparer.Ordinal));
    }

    private static string[] Texts(IEnumerable<Column> columns) => [.. columns.Select(column => $"{column.Name} {column.Type}")];
}
