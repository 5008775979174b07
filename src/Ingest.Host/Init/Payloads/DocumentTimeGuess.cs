using System.Text.Json.Nodes;
using Ingest.Codec.Documents;

namespace Ingest.Host.Init.Payloads;

/// <summary>The time of a document's samples.</summary>
/// <param name="Members">What stands under <c>Payload.Time</c>.</param>
/// <param name="Paths">The paths that it uses, which are no channels then.</param>
/// <param name="Why">A sentence.</param>
internal sealed record DocumentTimeGuess(JsonObject Members, IReadOnlyList<string> Paths, string Why)
{
    private static readonly string[] Names =
        ["t", "ts", "time", "timestamp", "datetime", "date", "at", "when", "epoch", "utc", "start", "begin", "base", "instant", "received", "measured", "sampled"];

    /// <returns>Null: samples have the time of their row.</returns>
    public static DocumentTimeGuess? Of(DocumentShape shape)
    {
        if (Best(shape.Inner) is { } own)
        {
            return Single(own);
        }

        if (Best(shape.Outer) is not { } start)
        {
            return null;
        }

        DocumentLeaf? offset = shape.Inner.FirstOrDefault(leaf => leaf.AreNumbers && Words.HasAny(leaf.Name, [.. Names, "offset", "dt", "ms"]));
        if (offset is null)
        {
            return Single(start);
        }

        string unit = Words.HasAny(offset.Name, "ms", "millis") ? "ms" : Words.HasAny(offset.Name, "us", "micros") ? "us" : "s";
        return new DocumentTimeGuess(
            new JsonObject { ["Path"] = offset.Path, ["As"] = unit, ["Base"] = start.Path, ["BaseAs"] = As(start) },
            [offset.Path, start.Path],
            $"The time is {offset.Path}, counted from {start.Path}. That it counts {unit} is a guess: look at the times of ingest decode --sample.");
    }

    private static DocumentTimeGuess Single(DocumentLeaf leaf)
    {
        string form = As(leaf)!;
        return new DocumentTimeGuess(
            new JsonObject { ["Path"] = leaf.Path, ["As"] = form }, [leaf.Path], $"The time is {leaf.Path}, by its name and its values ({form}).");
    }

    private static DocumentLeaf? Best(IReadOnlyList<DocumentLeaf> leaves) => leaves
        .Where(leaf => As(leaf) is not null)
        .OrderByDescending(leaf => Words.HasAny(leaf.Name, Names))
        .FirstOrDefault();

    /// <summary>How values tell a time; null when they tell none. A number needs a name, too.</summary>
    private static string? As(DocumentLeaf leaf) => leaf switch
    {
        { AreInstants: true } => "rfc3339",
        _ when leaf.Are(DocumentNodeKind.Time) => "rfc3339",
        { AreNumbers: true } when Words.HasAny(leaf.Name, Names) => Epoch.Unit(leaf.Lowest, leaf.Highest),
        _ => null,
    };
}
