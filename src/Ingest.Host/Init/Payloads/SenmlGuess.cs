using System.Text;
using System.Text.Json.Nodes;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents;
using Ingest.Codec.Documents.Senml;

namespace Ingest.Host.Init.Payloads;

/// <summary>SenML: a list of records that have its labels and no others.</summary>
internal static class SenmlGuess
{
    private const int ChannelsMax = 100;

    private static readonly string[] Labels =
        ["bn", "bt", "bu", "bv", "bs", "bver", "n", "u", "v", "vs", "vb", "vd", "s", "t", "ut", "-1", "-2", "-3", "-4", "-5", "-6", "0", "1", "2", "3", "4", "5", "6", "7", "8"];

    public static CodecCandidate? Of(DocumentFormat format, IReadOnlyList<byte[]> payloads, IReadOnlyList<DocumentNode> roots)
    {
        if (!roots.All(IsPack))
        {
            return null;
        }

        string[] names = Names(format, payloads);
        if (names.Length is 0 or > ChannelsMax)
        {
            return null;
        }

        HashSet<string> taken = ["time", "date"];
        var channels = new JsonArray([.. names.Select(name => new JsonObject
        {
            ["Name"] = Words.Lake(name, taken),
            ["Type"] = "double",
            ["Record"] = name,
        })]);
        return new CodecCandidate(
            SenmlDecoder.Name(format),
            new JsonObject { ["Channels"] = channels },
            ["Channels are the records seen in the rows looked at. Other records are passed over; with \"Shape\": \"long\" and no Channels there is a row for each record, whatever its name."]);
    }

    private static bool IsPack(DocumentNode root) => root is { Kind: DocumentNodeKind.List, Items.Count: > 0 }
        && root.Items.All(record => record.Kind == DocumentNodeKind.Map && record.Items.All(member => Labels.Contains(member.Name)));

    /// <summary>The records' whole names, as the codec resolves them.</summary>
    private static string[] Names(DocumentFormat format, IReadOnlyList<byte[]> payloads)
    {
        var decoder = SenmlDecoder.Long(format, ColumnType.Double, PayloadLimits.Default);
        ColumnBuffer[] columns = [.. decoder.Channels.Select(channel => ColumnBuffer.Create(channel.Type))];
        var samples = new SampleColumns(new FixedColumn<long>(ColumnType.TimestampMicros), columns) { RowTime = 0 };
        try
        {
            foreach (byte[] payload in payloads)
            {
                decoder.Decode(payload, samples);
            }
        }
        catch (PayloadException)
        {
            return [];
        }

        var names = (BytesColumn)columns[0];
        return [.. Enumerable.Range(0, names.Count).Select(row => Encoding.UTF8.GetString(names[row])).Distinct().Order(StringComparer.Ordinal)];
    }
}
