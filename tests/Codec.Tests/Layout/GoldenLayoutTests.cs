using System.Globalization;
using System.Text.Json;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Codec.Tests.Layout;

/// <summary>layout.py was begun from docs/layout.md, so what differs is wrong here, there or in the page. Where the page was silent
/// it follows what was settled with the decoder at hand: sums modulo 2^64, fields that are not there, floating-point times.</summary>
public class GoldenLayoutTests
{
    public static TheoryData<GoldenLayout> Layouts => [.. GoldenLayout.All];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void The_columns_are_those_of_the_reference(GoldenLayout golden) =>
        Assert.Equal(golden.Columns, golden.Decoder().Channels.Select(channel => channel.Name));

    [Theory]
    [MemberData(nameof(Layouts))]
    public void The_decoder_reads_and_refuses_what_the_reference_does(GoldenLayout golden)
    {
        IPayloadDecoder decoder = golden.Decoder();
        var differences = new List<string>();
        foreach (GoldenPayload payload in golden.Payloads)
        {
            string expected = payload.Refused ? "refused" : string.Join('\n', payload.Rows!.Select(row => string.Join('|', row.Select(Text))));
            string actual = Decoded(decoder, payload.Bytes);
            if (!Same(expected, actual))
            {
                differences.Add($"{payload.Hex}:\n{expected}\n--- but was\n{actual}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }

    private static string Decoded(IPayloadDecoder decoder, byte[] payload)
    {
        SampleColumns columns = LayoutRows.Empty(decoder);
        try
        {
            int samples = decoder.Decode(payload, columns);
            Assert.Equal(samples, columns.Count);
            Assert.All(columns.Channels, channel => Assert.Equal(samples, channel.Count));
            return string.Join('\n', Enumerable.Range(0, samples).Select(row => Row(columns, row)));
        }
        catch (PayloadException fault)
        {
            Assert.InRange(fault.Offset, 0, payload.Length);
            Assert.Equal(0, columns.Count);
            Assert.All(columns.Channels, channel => Assert.Equal(0, channel.Count));
            return $"refused: {fault.Message}";
        }
    }

    private static bool Same(string expected, string actual) =>
        expected == "refused" ? actual.StartsWith("refused", StringComparison.Ordinal) : expected == actual;

    private static string Row(SampleColumns columns, int row)
    {
        string[] cells = LayoutRows.Row(columns, row).Split('|');
        cells[0] = columns.Time.Values[row].ToString(CultureInfo.InvariantCulture);
        return string.Join('|', cells);
    }

    /// <summary>As <see cref="LayoutRows"/> writes it.</summary>
    internal static string Text(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => "-",
        JsonValueKind.Object when cell.TryGetProperty("float", out JsonElement real) =>
            float.Parse(real.GetString()!, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.Object when cell.TryGetProperty("double", out JsonElement real) =>
            double.Parse(real.GetString()!, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.Object => LayoutRows.Instant(cell.GetProperty("instant").GetInt64()),
        _ => cell.ToString(),
    };
}
