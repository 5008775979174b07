using System.Text.Json.Nodes;
using Ingest.Host.Init.Payloads;
using Ingest.Host.Output;

namespace Ingest.Host.Init;

/// <summary>What is written of a table.</summary>
/// <param name="Source">Its name in the source.</param>
/// <param name="Name">Its name in the lake.</param>
/// <param name="Verdict">What becomes of it, in a few words that follow "is".</param>
/// <param name="Why">Sentences: each choice, and what somebody has to look at. The first of a table that is left out says why it is.</param>
internal sealed record TableProposal(string Source, string Name, string Verdict, IReadOnlyList<string> Why)
{
    /// <summary>What stands under the table's name; null: nothing, not even in a comment.</summary>
    public JsonObject? Entry { get; init; }

    /// <summary>False: the entry is written as a comment.</summary>
    public bool IsActive { get; init; }

    /// <summary>The statement that gives the time column the index that it lacks; null where it lacks none.</summary>
    public string? LackingIndex { get; init; }

    /// <summary>The first samples, without a time where it is their row's; null when nothing was decoded.</summary>
    public ResultTable? Samples { get; init; }

    /// <summary>The layout that the entry names; null when it names none.</summary>
    public LayoutSkeleton? Layout { get; init; }

    /// <summary>Whether the entry is right as it is but for the layout, which takes the bytes as they are until somebody describes them.</summary>
    public bool LacksOnlyLayout { get; init; }
}
