using System.Runtime.CompilerServices;
using Ingest.Actors.Aws;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;

namespace Ingest.Host.Doctor;

/// <summary>A lake in S3: the bucket, each action that it must allow, and what it does by itself.</summary>
/// <param name="lake">The lake.</param>
/// <param name="aws">How S3 is reached.</param>
/// <param name="tables">Objects are tried in the folder of the first.</param>
/// <param name="clock">This machine's.</param>
/// <param name="then">Looked at when the bucket can be.</param>
internal sealed class BucketExamination(
    LakeSpec.Bucketed lake, AwsSpec aws, IReadOnlyList<TableSpec> tables, TimeProvider clock, IReadOnlyList<Examination> then)
    : Examination("lake")
{
    private const string Lifecycle = "lifecycle";

    public override async IAsyncEnumerable<Observation> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var probe = new S3Probe(lake, aws, clock);
        bool reached = false;
        await foreach (S3Tried tried in HastyProbe.RunAsync(probe, lake, tables[0].Path, clock, cancellation))
        {
            yield return tried switch
            {
                { IsTried: false } => Skipped(tried.Action, tried.Sentence),
                { Failure: not null } => Missing(tried.Action, tried.Sentence),
                _ => Ok(tried.Action, tried.Sentence),
            };
            reached |= tried is { IsTried: true, Failure: null };
        }

        if (!reached)
        {
            yield return Skipped("other actions", "the bucket cannot be looked into");
            yield break;
        }

        if (tables.Count > 1)
        {
            string others = string.Join(", ", tables.Skip(1).Select(table => table.Path));
            yield return Skipped("other folders", $"tried in {tables[0].Path} only; a policy that names folders must name these as well: {others}");
        }

        foreach (Observation seen in await LifecycleAsync(probe, cancellation))
        {
            yield return seen;
        }

        foreach (Examination examination in then)
        {
            await foreach (Observation seen in examination.RunAsync(cancellation))
            {
                yield return seen;
            }
        }
    }

    private async Task<IReadOnlyList<Observation>> LifecycleAsync(S3Probe probe, CancellationToken cancellation)
    {
        S3Lifecycle rules;
        try
        {
            rules = await probe.LifecycleAsync(cancellation);
        }
        catch (IngestException failure)
        {
            return [Warning(Lifecycle, $"the bucket's rules could not be looked at: {failure.Message}")];
        }

        return
        [
            rules.AbortsUploads
                ? Ok(Lifecycle, "uploads that nobody ends are aborted by the bucket")
                : Warning(
                    Lifecycle,
                    $"no rule of the bucket aborts incomplete multipart uploads under {lake.Root}: they cost until one does "
                    + "(docs/permissions.md has it)"),
            .. rules is { IsVersioned: true, ExpiresVersions: false }
                ? new[]
                {
                    Warning(
                        Lifecycle,
                        $"the bucket keeps versions, and no rule expires noncurrent ones under {lake.Root}: each day that is run again stays "
                        + "twice (docs/permissions.md has it)"),
                }
                : [],
            .. rules.Deleting.Select(rule => Warning(
                Lifecycle, $"the rule {rule} deletes objects after a time, also some under {lake.Root}: narrow it, or the lake loses them")),
            .. rules.Archiving.Select(rule => Warning(
                Lifecycle,
                $"the rule {rule} archives objects after a time, also some under {lake.Root}, and what is archived cannot be read: narrow it")),
        ];
    }
}
