using Ingest.Actors.Planning;

namespace Ingest.Host.Commands;

/// <summary><c>ingest backfill</c>: brings a range of days into the lake, newest first.</summary>
internal sealed class BackfillVerb(CommandContext context)
    : EngineVerb(
        "backfill",
        "Bring a range of days into the lake, newest first; of a table without Time, everything. What is there already is only compared, so it resumes where it stopped.",
        new UnitRangeOptions("the first that the source has", "the last that the source has"),
        context)
{
    protected override UnitRange Range => new UnitRange.Days(null, null);
}
