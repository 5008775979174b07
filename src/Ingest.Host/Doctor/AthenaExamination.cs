using System.Runtime.CompilerServices;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Athena;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;

namespace Ingest.Host.Doctor;

/// <summary>Athena: whether its workgroup takes queries, and has a place for results. A run needs none of it, so that what is missing
/// is only said where the configuration names it. Runs no query: its result would stay.</summary>
internal sealed class AthenaExamination(CatalogSpec.Glue catalog, AwsSpec aws, TimeProvider clock) : Examination("athena")
{
    private const string Enabled = "ENABLED";
    private const string Start = "athena:StartQueryExecution";

    /// <summary>Athena refuses it before it runs anything, and after it has looked at permissions.</summary>
    private const string NoStatement = "ingest doctor";

    private readonly AmazonAthenaClient _athena = new(aws, clock);

    private bool IsNamed => catalog.Output is not null || catalog.Workgroup != CatalogSpec.Glue.WorkgroupDefault;

    public override async IAsyncEnumerable<Observation> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        WorkGroup? group = null;
        yield return await TryAsync("athena:GetWorkGroup", async () =>
        {
            group = (await _athena.GetWorkGroupAsync(new GetWorkGroupRequest { WorkGroup = catalog.Workgroup }, cancellation)).WorkGroup;
            return group is null or { State: not Enabled }
                ? Missing("athena:GetWorkGroup", $"the workgroup {catalog.Workgroup} is {group?.State ?? "not there"}: enable it, or name another as Catalog.Workgroup")
                : Ok("athena:GetWorkGroup", $"the workgroup {catalog.Workgroup} takes queries");
        });
        if (group is null)
        {
            yield break;
        }

        yield return await TryAsync("output", () => OutputAsync(group.Configuration, cancellation));
        string? started = null;
        yield return await TryAsync(Start, async () =>
        {
            started = await StartAsync(cancellation);
            return Ok(Start, "allowed");
        });
        await foreach (Observation seen in new AthenaQueryExamination(_athena, catalog.Workgroup, started).RunAsync(cancellation))
        {
            yield return WhereNeeded(seen);
        }
    }

    private async Task<Observation> TryAsync(string subject, Func<Task<Observation>> look) => WhereNeeded(await LookAsync(subject, look));

    private Observation WhereNeeded(Observation seen) => seen.Verdict == Verdict.Missing && !IsNamed
        ? Warning(seen.Subject, $"{seen.Sentence.TrimEnd('.')}; only `ingest query` needs it")
        : seen;

    private async Task<Observation> OutputAsync(WorkGroupConfiguration? configuration, CancellationToken cancellation)
    {
        string? own = configuration?.ResultConfiguration?.OutputLocation is { Length: > 0 } location ? location : null;
        bool enforced = own is not null && configuration?.EnforceWorkGroupConfiguration == true;
        if ((enforced ? own : catalog.Output ?? own) is not { } place)
        {
            return Missing("output", $"neither Catalog.Output nor the workgroup {catalog.Workgroup} says where results go: write an s3:// URL outside the lake as Catalog.Output");
        }

        string[] parts = place["s3://".Length..].Split('/', 2);
        var bucket = new LakeSpec.Bucketed(parts[0], parts.ElementAtOrDefault(1)?.Trim('/') ?? "");
        if ((await new S3Probe(bucket, aws, clock).ListAsync(cancellation)).Failure is { } failure)
        {
            return Missing("output", $"results are to go to {place}: {failure.Message}");
        }

        return enforced && catalog.Output is { } said && said != own
            ? Warning("output", $"the workgroup {catalog.Workgroup} puts results to {own}, whatever Catalog.Output says")
            : Ok("output", $"results go to {place}");
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
