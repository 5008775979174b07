using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Units;

namespace Ingest.Host.Doctor;

/// <summary>Glue: what would change something is asked of what cannot be changed so. Permission is asked for before anything is
/// looked up, so that who is told that there is no such thing may do it.</summary>
internal abstract class CatalogExamination() : ServiceExamination("catalog")
{
    /// <summary>No table of ours is called so: a name in the lake does not begin with an underscore but by choice.</summary>
    public const string Nowhere = "_ingest_doctor";

    /// <summary>In the denials of the gate that is behind IAM's.</summary>
    private const string LakeFormation = "Lake Formation";

    protected static bool IsAbsent(IngestException failure) => failure.Says(GlueErrors.EntityNotFound);

    /// <summary>Tries an action on what is never there.</summary>
    /// <param name="subject">The action.</param>
    /// <param name="kind">What is never there: <c>database</c>, <c>crawler</c>.</param>
    /// <param name="needed">What a run asks for the action on.</param>
    /// <param name="look">Looks for it: nothing is tried on what is there after all, or where the policy does not reach.</param>
    /// <param name="act">Asks for the action.</param>
    /// <param name="isInCatalog">The catalog's permission is asked for first. A denial that names what is in it was let through there:
    /// the action is granted, if not on what is never there.</param>
    protected Task<Observation> NowhereAsync(
        string subject, string kind, string needed, Func<Task> look, Func<Task> act, bool isInCatalog) => LookAsync(subject, async () =>
    {
        string place = $"{kind}/{Nowhere}";
        try
        {
            await look();
            return Skipped(subject, $"it is tried on {place} because that is never there, and it is there: delete it");
        }
        catch (IngestException failure) when (IsAbsent(failure) || failure.Names(LakeFormation))
        {
            // It may be asked for.
        }
        catch (IngestException failure) when (failure.IsDenial())
        {
            return NotCovered(subject, place);
        }

        try
        {
            await act();
        }
        catch (IngestException failure) when (IsAbsent(failure))
        {
            // It was let through to where that is seen.
        }
        catch (IngestException failure) when (failure.IsDenial() && failure.Names(LakeFormation))
        {
            return Skipped(subject, "IAM allows it; Lake Formation decides by what is there, so that the first run will tell");
        }
        catch (IngestException failure) when (isInCatalog && failure.IsDenial() && failure.Names($"/{Nowhere}"))
        {
            return NotCovered(subject, place);
        }

        return Elsewhere(subject, place, needed);
    });

    /// <summary>It was tried on something else than what a run needs.</summary>
    protected Observation Elsewhere(string subject, string place, string needed) =>
        Ok(subject, $"allowed on {place}; the policy must name {needed} as well");

    protected Observation NotCovered(string subject, string place) =>
        Skipped(subject, $"it may be missing: it can only be tried on {place}, which the policy does not cover; see docs/permissions.md");
}
