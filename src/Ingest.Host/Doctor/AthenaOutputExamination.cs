using System.Runtime.CompilerServices;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Athena;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;

namespace Ingest.Host.Doctor;

/// <summary>Where Athena puts results, and each action that it does there in the name of whoever asks.</summary>
/// <param name="catalog">The catalog.</param>
/// <param name="configuration">The workgroup's.</param>
/// <param name="aws">How S3 is reached.</param>
/// <param name="clock">This machine's.</param>
internal sealed class AthenaOutputExamination(
    CatalogSpec.Glue catalog, WorkGroupConfiguration? configuration, AwsSpec aws, TimeProvider clock) : Examination("athena")
{
    private const string Scheme = "s3://";

    /// <summary>Nothing of ours or of Athena's lies there.</summary>
    private const string Folder = "ingest-doctor";

    /// <summary>A lake needs it; Athena does not.</summary>
    private const string NotNeeded = "s3:ListBucketMultipartUploads";

    private readonly string? _own = configuration?.ResultConfiguration?.OutputLocation is { Length: > 0 } location ? location : null;

    /// <summary>An <c>s3://</c> URL; null: nobody says where, or Athena keeps results itself.</summary>
    public string? Place => IsManaged ? null : IsEnforced ? _own : catalog.Output ?? _own;

    private bool IsManaged => configuration?.ManagedQueryResultsConfiguration?.Enabled == true;

    private bool IsEnforced => _own is not null && configuration?.EnforceWorkGroupConfiguration == true;

    public override async IAsyncEnumerable<Observation> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return Look();
        if (Place is not { } place)
        {
            yield break;
        }

        string[] parts = place[Scheme.Length..].Split('/', 2);
        var bucket = new LakeSpec.Bucketed(parts[0], parts.ElementAtOrDefault(1)?.Trim('/') ?? "");
        List<S3Tried> tried = await HastyProbe.RunAsync(new S3Probe(bucket, aws, clock), bucket, Folder, clock, cancellation)
            .Where(one => one.Action != NotNeeded).ToListAsync(cancellation);
        if (tried[0].Failure is null)
        {
            tried.Add(await HastyProbe.LocateAsync(bucket, aws, clock, cancellation));
        }

        // Some are tried twice, since a lake has two kinds of keys.
        foreach (IGrouping<string, S3Tried> action in tried.GroupBy(one => one.Action))
        {
            S3Tried worst = action.FirstOrDefault(one => one.Failure is not null) ?? action.First();
            yield return worst switch
            {
                { IsTried: false } => Skipped(worst.Action, worst.Sentence),
                { Failure: not null } => Missing(worst.Action, $"results are to go to {place}: {worst.Sentence}"),
                _ => Ok(worst.Action, worst.Sentence),
            };
        }
    }

    private Observation Look()
    {
        const string Subject = "output";
        if (IsManaged)
        {
            return catalog.Output is null
                ? Ok(Subject, $"Athena keeps the results of the workgroup {catalog.Workgroup} itself")
                : Missing(
                    Subject,
                    $"Athena keeps the results of the workgroup {catalog.Workgroup} itself, and refuses queries that name another place: leave "
                    + "Catalog.Output out");
        }

        if (Place is not { } place)
        {
            return Missing(
                Subject,
                $"neither Catalog.Output nor the workgroup {catalog.Workgroup} says where results go: write an s3:// URL outside the lake as "
                + "Catalog.Output");
        }

        return IsEnforced && catalog.Output is { } said && said != _own
            ? Warning(Subject, $"the workgroup {catalog.Workgroup} puts results to {_own}, whatever Catalog.Output says")
            : Ok(Subject, $"results go to {place}");
    }
}
