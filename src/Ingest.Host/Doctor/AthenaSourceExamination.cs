using System.Runtime.CompilerServices;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;

namespace Ingest.Host.Doctor;

/// <summary>What Athena reads in the name of whoever asks, as far as a run does not need it too: where the lake's bucket is and, with a
/// crawler, what the catalog says.</summary>
internal sealed class AthenaSourceExamination(CatalogSpec.Glue catalog, LakeSpec.Bucketed lake, AwsSpec aws, TimeProvider clock)
    : ServiceExamination("athena")
{
    private readonly AmazonGlueClient _glue = new(aws, clock, ServiceReach.Limits);

    protected override async IAsyncEnumerable<Observation> EachAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        S3Tried location = await HastyProbe.LocateAsync(lake, aws, clock, cancellation);
        yield return location.Failure is null
            ? Ok(location.Action, location.Sentence)
            : Missing(location.Action, location.Sentence);
        if (catalog.Crawler is null)
        {
            yield break;
        }

        string database = $"database/{catalog.Database}";
        string table = $"table/{catalog.Database}/{CatalogExamination.Nowhere}";
        yield return await TryAsync("glue:GetDatabase", database, () => _glue.GetDatabaseAsync(
            new GetDatabaseRequest { Name = catalog.Database }, cancellation));
        yield return await TryAsync("glue:GetTable", table, () => _glue.GetTableAsync(
            new GetTableRequest { DatabaseName = catalog.Database, Name = CatalogExamination.Nowhere }, cancellation));
        yield return await TryAsync("glue:GetPartitions", table, () => _glue.GetPartitionsAsync(
            new GetPartitionsRequest { DatabaseName = catalog.Database, TableName = CatalogExamination.Nowhere }, cancellation));
    }

    private Task<Observation> TryAsync(string subject, string place, Func<Task> ask) => LookAsync(subject, async () =>
    {
        try
        {
            await ask();
        }
        catch (IngestException failure) when (failure.Says(GlueErrors.EntityNotFound))
        {
            // What is not there was looked for with leave.
        }

        return Ok(subject, $"allowed on {place}");
    });
}
