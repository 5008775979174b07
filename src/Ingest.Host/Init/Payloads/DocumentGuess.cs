using System.Text.Json.Nodes;
using Ingest.Codec;
using Ingest.Codec.Documents;

namespace Ingest.Host.Init.Payloads;

/// <summary>JSON, CBOR and MessagePack: what parses is one, and its members say their names.</summary>
internal static class DocumentGuess
{
    private static readonly string[] Counters = ["id", "seq", "sequence", "number", "no", "count", "counter", "index", "fcnt"];

    public static IEnumerable<CodecCandidate> Of(IReadOnlyList<byte[]> payloads)
    {
        foreach (DocumentFormat format in Enum.GetValues<DocumentFormat>())
        {
            if (Roots(format, payloads) is not { } roots)
            {
                continue;
            }

            if (SenmlGuess.Of(format, payloads, roots) is { } senml)
            {
                yield return senml;
            }

            if (DocumentShape.Of(roots) is { } shape && Mapping(format, shape) is { } mapping)
            {
                yield return mapping;
            }
        }
    }

    /// <returns>Null where one of them is no such document.</returns>
    private static List<DocumentNode>? Roots(DocumentFormat format, IReadOnlyList<byte[]> payloads)
    {
        try
        {
            return [.. payloads.Select(payload => DocumentNode.Read(format, payload, PayloadLimits.Default))];
        }
        catch (PayloadException)
        {
            return null;
        }
    }

    private static CodecCandidate? Mapping(DocumentFormat format, DocumentShape shape)
    {
        DocumentTimeGuess? time = DocumentTimeGuess.Of(shape);
        HashSet<string> names = ["time", "date"];
        JsonNode[] channels =
        [
            .. shape.Inner.Concat(shape.Outer)
                .Where(leaf => time?.Paths.Contains(leaf.Path) != true)
                .Select(leaf => Channel(leaf, names))
                .OfType<JsonObject>(),
        ];
        if (channels.Length == 0)
        {
            return null;
        }

        var members = new JsonObject();
        if (shape.Samples.Length != 0)
        {
            members["Samples"] = shape.Samples;
        }

        if (shape.AreColumns)
        {
            members["Kind"] = "columns";
        }

        if (time is not null)
        {
            members["Time"] = time.Members.DeepClone();
        }

        members["Channels"] = new JsonArray(channels);
        return new CodecCandidate(
            DocumentDecoder.Name(format),
            members,
            [
                time?.Why ?? "No member of the payload is a time: samples have the time of their row.",
                "Channels are the paths seen in the rows looked at. Numbers become doubles; a decimal (Scale, Precision) keeps their digits exactly.",
            ]);
    }

    private static JsonObject? Channel(DocumentLeaf leaf, HashSet<string> names)
    {
        string? type = leaf switch
        {
            _ when leaf.Are(DocumentNodeKind.Flag) => "int",
            _ when leaf.Are(DocumentNodeKind.Integer) && Words.HasAny(leaf.Name, Counters) => "bigint",
            _ when leaf.Are(DocumentNodeKind.Integer, DocumentNodeKind.Real, DocumentNodeKind.Flag) => "double",
            _ when leaf.Are(DocumentNodeKind.Bytes) => "binary",
            _ when leaf.Are(DocumentNodeKind.Time) => "timestamp",
            _ when leaf.Are(DocumentNodeKind.Text, DocumentNodeKind.Integer, DocumentNodeKind.Real, DocumentNodeKind.Flag) => "text",
            _ => null,
        };
        if (type is null)
        {
            return null;
        }

        string name = Words.Lake(leaf.Path.StartsWith("$.", StringComparison.Ordinal) ? leaf.Path[2..] : leaf.Path, names);
        var channel = new JsonObject { ["Name"] = name, ["Type"] = type };
        if (name != leaf.Path)
        {
            channel["Path"] = leaf.Path;
        }

        return channel;
    }
}
