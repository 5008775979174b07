using System.Text.Json.Nodes;
using Ingest.Host.Init.Payloads;
using Ingest.Host.Output;

namespace Ingest.Host.Init;

/// <summary>What is written of a table.</summary>
/// <param name="Source">Its name in the source.</param>
/// <param name="Name">Its name in the lake.</param>
/// <param name="Verdict">What becomes of it, in a few words.</param>
/// <param name="Why">Sentences: each choice, and what somebody has to look at.</param>
internal sealed record TableProposal(string Source, string Name, string Verdict, IReadOnlyList<string> Why)
{
    /// <summary>What stands under the table's name; null: nothing, not even in a comment.</summary>
    public JsonObject? Entry { get; init; }

    /// <summary>False: the entry is written as a comment.</summary>
    public bool IsActive { get; init; }

    /// <summary>The first samples; null when nothing was decoded.</summary>
    public ResultTable? Samples { get; init; }

    /// <summary>The layout that the entry names; null when it names none.</summary>
    public LayoutSkeleton? Layout { get; init; }
}
