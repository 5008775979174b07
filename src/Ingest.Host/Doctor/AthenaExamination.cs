using System.Runtime.CompilerServices;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Athena;
using Ingest.Actors.Catalogs;

namespace Ingest.Host.Doctor;

/// <summary>Athena: whether its workgroup takes queries, and has a place for results. Runs none: its result would stay.</summary>
internal sealed class AthenaExamination(CatalogSpec.Glue catalog, AwsSpec aws, TimeProvider clock) : Examination("athena")
{
    private const string Enabled = "ENABLED";

    private readonly AmazonAthenaClient _athena = new(aws, clock);

    public override async IAsyncEnumerable<Observation> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        WorkGroup? group = null;
        yield return await LookAsync("athena:GetWorkGroup", async () =>
        {
            group = (await _athena.GetWorkGroupAsync(new GetWorkGroupRequest { WorkGroup = catalog.Workgroup }, cancellation)).WorkGroup;
            return group is null or { State: not Enabled }
                ? Missing("athena:GetWorkGroup", $"the workgroup {catalog.Workgroup} is {group?.State ?? "not there"}: enable it, or name another as Catalog.Workgroup")
                : Ok("athena:GetWorkGroup", $"the workgroup {catalog.Workgroup} takes queries");
        });
        if (group is not null)
        {
            yield return Output(group.Configuration);
        }

        yield return Skipped("athena:StartQueryExecution", "`ingest query` needs it, and it cannot be tried without leaving a result");
    }

    private Observation Output(WorkGroupConfiguration? configuration)
    {
        string? own = configuration?.ResultConfiguration?.OutputLocation;
        return (own, catalog.Output) switch
        {
            (null or "", null) => Missing("output", $"neither Catalog.Output nor the workgroup {catalog.Workgroup} says where results go: write an s3:// URL outside the lake as Catalog.Output"),
            ({ Length: > 0 }, { } said) when configuration?.EnforceWorkGroupConfiguration == true && own != said =>
                Warning("output", $"the workgroup {catalog.Workgroup} puts results to {own}, whatever Catalog.Output says"),
            _ => Ok("output", $"results go to {catalog.Output ?? own}"),
        };
    }
}
