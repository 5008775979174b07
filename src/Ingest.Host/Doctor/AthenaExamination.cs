using System.Runtime.CompilerServices;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Athena;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;

namespace Ingest.Host.Doctor;

/// <summary>Athena: whether its workgroup takes queries, has a place for results, and whether whoever asks may do what Athena does in
/// their name. A run needs none of it, so that what is missing is only said where the configuration names it. Runs no query: its
/// result would stay.</summary>
internal sealed class AthenaExamination(CatalogSpec.Glue catalog, LakeSpec.Bucketed lake, AwsSpec aws, TimeProvider clock)
    : ServiceExamination("athena")
{
    private const string Enabled = "ENABLED";
    private const string Get = "athena:GetWorkGroup";
    private const string Start = "athena:StartQueryExecution";

    /// <summary>Athena refuses it before it runs anything, and after it has looked at permissions.</summary>
    private const string NoStatement = "ingest doctor";

    private readonly AmazonAthenaClient _athena = new(aws, clock, ServiceReach.Limits);

    private bool IsNamed => catalog.Output is not null || catalog.Workgroup != CatalogSpec.Glue.WorkgroupDefault;

    protected override async IAsyncEnumerable<Observation> EachAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (Observation seen in AllAsync(cancellation))
        {
            yield return seen.Verdict == Verdict.Missing && !IsNamed
                ? seen with { Verdict = Verdict.Warning, Sentence = $"{seen.Sentence.TrimEnd('.')}; only `ingest query` needs it" }
                : seen;
        }
    }

    private async IAsyncEnumerable<Observation> AllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        WorkGroup? group = null;
        yield return await LookAsync(Get, async () =>
        {
            group = (await _athena.GetWorkGroupAsync(new GetWorkGroupRequest { WorkGroup = catalog.Workgroup }, cancellation)).WorkGroup;
            return group is null or { State: not Enabled }
                ? Missing(
                    Get,
                    $"the workgroup {catalog.Workgroup} is {group?.State ?? "not there"}: enable it, or name another as Catalog.Workgroup")
                : Ok(Get, $"the workgroup {catalog.Workgroup} takes queries");
        });
        if (group is null)
        {
            yield break;
        }

        var output = new AthenaOutputExamination(catalog, group.Configuration, aws, clock);
        await foreach (Observation seen in output.RunAsync(cancellation))
        {
            yield return seen;
        }

        string? started = null;
        yield return await LookAsync(Start, async () =>
        {
            started = await StartAsync(cancellation);
            return Ok(Start, $"allowed in the workgroup {catalog.Workgroup}");
        });
        var queries = new AthenaQueryExamination(_athena, catalog.Workgroup, output.Place, started, clock);
        await foreach (Observation seen in queries.RunAsync(cancellation))
        {
            yield return seen;
        }

        await foreach (Observation seen in new AthenaSourceExamination(catalog, lake, aws, clock).RunAsync(cancellation))
        {
            yield return seen;
        }
    }

    /// <summary>The query, where a server takes anything for one; null: it was seen that there is none.</summary>
    private async Task<string?> StartAsync(CancellationToken cancellation)
    {
        var request = new StartQueryExecutionRequest
        {
            ClientRequestToken = Guid.NewGuid().ToString("N"),
            QueryString = NoStatement,
            WorkGroup = catalog.Workgroup,
            ResultConfiguration = catalog.Output is { } output ? new ResultConfiguration { OutputLocation = output } : null,
        };
        try
        {
            return (await _athena.StartQueryExecutionAsync(request, cancellation)).QueryExecutionId;
        }
        catch (IngestException refused) when (refused.Says(AthenaErrors.InvalidRequest))
        {
            // It was no statement, and it was let through to where that is seen.
            return null;
        }
    }
}
