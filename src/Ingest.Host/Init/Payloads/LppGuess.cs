using System.Text.Json.Nodes;
using Ingest.Codec.CayenneLpp;

namespace Ingest.Host.Init.Payloads;

/// <summary>Cayenne LPP: known types one after another, up to the last byte of every payload.</summary>
internal static class LppGuess
{
    private const int BytesLeast = 3;

    /// <summary>One value alone may be any few bytes.</summary>
    private const int ValuesLeast = 2;

    public static CodecCandidate? Of(IReadOnlyList<byte[]> payloads)
    {
        List<LppContent> contents = [];
        int values = 0;
        foreach (byte[] payload in payloads)
        {
            if (payload.Length < BytesLeast || LppContent.Of(payload) is not { } found)
            {
                return null;
            }

            values += found.Count;
            contents.AddRange(found.Except(contents));
        }

        if (values < ValuesLeast)
        {
            return null;
        }

        HashSet<string> names = ["time", "date"];
        var channels = new JsonArray([.. contents.OrderBy(content => content.Number).Select(content => Channel(content, names))]);
        return new CodecCandidate(
            CayenneLppDecoder.Name,
            new JsonObject { ["Channels"] = channels },
            ["Payloads are values of Cayenne LPP from their first to their last byte. Channels are named after their types: name them after what they measure."]);
    }

    private static JsonObject Channel(LppContent content, HashSet<string> names)
    {
        string part = content.Part is null ? "" : $"_{content.Part}";
        var lpp = new JsonObject { ["Number"] = content.Number, ["Type"] = content.Type };
        if (content.Part is not null)
        {
            lpp["Part"] = content.Part;
        }

        var channel = new JsonObject { ["Name"] = Words.Lake($"{content.Type}_{content.Number}{part}", names) };
        if (content.Decimals != 0)
        {
            channel["Scale"] = content.Decimals;
        }
        else
        {
            channel["Type"] = "bigint";
        }

        channel["Lpp"] = lpp;
        return channel;
    }
}
