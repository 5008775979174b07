using System.Runtime.CompilerServices;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Athena;
using Ingest.Actors.Units;

namespace Ingest.Host.Doctor;

/// <summary>
/// What is asked of a query. Athena asks for permission on the workgroup in which it ran, so that a query that never was tells nothing:
/// they are tried on one that has ended, whose it may be. It cannot be stopped any more, and of its results one row is asked for.
/// </summary>
/// <param name="athena">The service.</param>
/// <param name="workgroup">Where queries ran.</param>
/// <param name="output">Where results go, an <c>s3://</c> URL; null: that is not known, or no bucket of anybody's.</param>
/// <param name="own">A query that was started to see whether one can be; null: none was.</param>
/// <param name="clock">Bounds how long it is tried to stop that one.</param>
internal sealed class AthenaQueryExamination(AmazonAthenaClient athena, string workgroup, string? output, string? own, TimeProvider clock)
    : Examination("athena")
{
    private const string Get = "athena:GetQueryExecution";
    private const string Results = "athena:GetQueryResults";
    private const string Stop = "athena:StopQueryExecution";
    private const string List = "athena:ListQueryExecutions";

    /// <summary>Of those that are listed, no more are looked at for one that has ended.</summary>
    private const int LooksMax = 10;

    public override IAsyncEnumerable<Observation> RunAsync(CancellationToken cancellation) =>
        own is null ? LookAtOthersAsync(cancellation) : LookAtOwnAsync(own, cancellation);

    private async IAsyncEnumerable<Observation> LookAtOwnAsync(string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await StopOwnAsync(id);
        yield return await TryAsync(Get, () => GetAsync(id, cancellation));
        yield return await ResultsAsync(id, cancellation);
    }

    private async IAsyncEnumerable<Observation> LookAtOthersAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        List<string> ids = [];
        string why = $"no query has run in the workgroup {workgroup} yet";
        try
        {
            ids = await ListAsync(cancellation);
        }
        catch (IngestException failure)
        {
            why = failure.IsDenial() ? $"{List} was denied, and would find one" : failure.Message.TrimEnd('.');
        }

        if (ids.Count == 0)
        {
            yield return Skipped("queries", $"{Get}, {Results} and {Stop} may be missing: they can only be tried on a query, and {why}");
            yield break;
        }

        string? ended = null;
        Observation got = await TryAsync(Get, async () => ended = await EndedAsync(ids, cancellation));
        yield return got;
        yield return await ResultsAsync(ended ?? ids[0], cancellation);
        yield return ended is null
            ? Skipped(
                Stop,
                $"it may be missing: it can only be tried on a query that has ended, and none of the workgroup {workgroup} is known to have")
            : await StopAsync(ended, cancellation);
    }

    /// <summary>The first that can go on no more: one that failed may be queued again.</summary>
    private async Task<string?> EndedAsync(List<string> ids, CancellationToken cancellation)
    {
        foreach (string id in ids)
        {
            if ((await GetAsync(id, cancellation)).QueryExecution?.Status?.State is QueryExecutionState.SUCCEEDED or QueryExecutionState.CANCELLED)
            {
                return id;
            }
        }

        return null;
    }

    private async Task<List<string>> ListAsync(CancellationToken cancellation)
    {
        var asked = new ListQueryExecutionsRequest { MaxResults = LooksMax, WorkGroup = workgroup };
        return (await athena.ListQueryExecutionsAsync(asked, cancellation)).QueryExecutionIds ?? [];
    }

    private Task<GetQueryExecutionResponse> GetAsync(string id, CancellationToken cancellation) =>
        athena.GetQueryExecutionAsync(new GetQueryExecutionRequest { QueryExecutionId = id }, cancellation);

    /// <summary>The results may lie where only whose they are may read: what denies that is S3, and it is no want of ours.</summary>
    private async Task<Observation> ResultsAsync(string id, CancellationToken cancellation)
    {
        Observation? denied = null;
        Observation seen = await TryAsync(Results, async () =>
        {
            try
            {
                await athena.GetQueryResultsAsync(new GetQueryResultsRequest { QueryExecutionId = id, MaxResults = 1 }, cancellation);
            }
            catch (IngestException refused) when (refused.IsDenial() && refused.Names("s3:"))
            {
                denied = await DeniedAsync(id, refused, cancellation);
            }
        });
        return denied ?? seen;
    }

    private async Task<Observation> DeniedAsync(string id, IngestException refused, CancellationToken cancellation)
    {
        string? place = (await GetAsync(id, cancellation)).QueryExecution?.ResultConfiguration?.OutputLocation;
        if (place is null)
        {
            return Skipped(Results, $"it may be missing: nobody says where the results of the query {id} are, and S3 does not give them");
        }

        return output is not null && place.StartsWith($"{output.TrimEnd('/')}/", StringComparison.Ordinal)
            ? Missing(Results, refused)
            : Ok(Results, $"allowed in the workgroup {workgroup}; the results of the query {id} are another's");
    }

    /// <summary>Also when whoever waits has had enough: it is we who started it.</summary>
    private async Task<Observation> StopOwnAsync(string id)
    {
        try
        {
            return await ServiceReach.WithinAsync(bounded => StopAsync(id, bounded), clock, CancellationToken.None);
        }
        catch (TimeoutException failure)
        {
            return Missing(Stop, $"the query {id}, which is no statement, was not stopped: {failure.Message}");
        }
    }

    private Task<Observation> StopAsync(string id, CancellationToken cancellation) =>
        TryAsync(Stop, () => athena.StopQueryExecutionAsync(new StopQueryExecutionRequest { QueryExecutionId = id }, cancellation));

    private Task<Observation> TryAsync(string subject, Func<Task> ask) => LookAsync(subject, async () =>
    {
        try
        {
            await ask();
        }
        catch (IngestException refused) when (refused.Says(AthenaErrors.InvalidRequest))
        {
            // It has no results, or has ended, and that was seen with leave.
        }

        return Ok(subject, $"allowed in the workgroup {workgroup}");
    });
}
