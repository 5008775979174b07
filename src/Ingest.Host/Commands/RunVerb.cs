using Ingest.Actors.Planning;

namespace Ingest.Host.Commands;

/// <summary><c>ingest run</c>: brings the lake up to date.</summary>
internal sealed class RunVerb(CommandContext context)
    : EngineVerb(
        "run",
        "Bring the lake up to date: what changed lately, what is missing, what was decoded in another way.",
        new UnitRangeOptions(),
        context)
{
    protected override UnitRange Range => new UnitRange.Routine();
}
