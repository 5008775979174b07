using System.Text.Json;
using Ingest.Codec.CayenneLpp;
using Ingest.Codec.Columns;
using Ingest.Codec.Tests.Layout;
using Xunit;

namespace Ingest.Codec.Tests.CayenneLpp;

public class CayenneLppTests
{
    private static readonly string[][] Parts =
        [["x", "y", "z"], ["latitude", "longitude", "altitude"], ["red", "green", "blue"]];

    public static TheoryData<LppVector> Vectors => [.. LppVector.All];

    internal static LppVector[] All => LppVector.All;

    /// <summary>The examples of the reference.</summary>
    [Theory]
    [InlineData("03 67 01 10 05 67 00 FF", "27.2|25.5|-|-|-|-|-|-|-")]
    [InlineData("01 67 FF D7 06 71 04 D2 FB 2E 00 00", "-|-|-4.1|1.234|-1.234|0.000|-|-|-")]
    [InlineData("01 88 06 76 5F F2 96 0A 00 03 E8", "-|-|-|-|-|-|42.3519|-87.9094|10.00")]
    public void The_references_examples_are_read(string hex, string row)
    {
        var decoder = new CayenneLppDecoder(
            [
                Decimal("t3", 1, 3, "temperature"), Decimal("t5", 1, 5, "temperature"), Decimal("t1", 1, 1, "temperature"),
                Decimal("x", 3, 6, "accelerometer", "x"), Decimal("y", 3, 6, "accelerometer", "y"), Decimal("z", 3, 6, "accelerometer", "z"),
                Decimal("lat", 4, 1, "gps", "latitude"), Decimal("lon", 4, 1, "gps", "longitude"), Decimal("alt", 2, 1, "gps", "altitude"),
            ],
            PayloadLimits.Default);

        Assert.Equal([$"2021-01-01T00:00:00Z|{row}"], LayoutRows.Of(decoder, Bytes(hex)));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void What_another_encoder_wrote_is_read_exactly(LppVector vector)
    {
        CayenneLppDecoder decoder = Decoder(vector);

        Assert.Equal([$"2021-01-01T00:00:00Z|{string.Join('|', vector.Values)}"], LayoutRows.Of(decoder, Bytes(vector.Hex)));
    }

    [Theory]
    [InlineData("", "payload is empty, expected at least one value", 0)]
    [InlineData("01 67 00 10 05", "payload ends after a channel's number, expected its type and data", 5)]
    [InlineData("01 67 00", "payload ends in the data of temperature: 1 bytes, expected 2", 3)]
    [InlineData("01 67 00 10 02 F0 01 02", "type is 240, expected a type of Cayenne LPP", 5)]
    [InlineData("01 67 00 10 01 67 00 11", "channel 1 has temperature twice, expected once", 4)]
    [InlineData("02 02 00 01", "value 0.01 of channel rough has 2 decimals, the configuration allows 1; raise Scale, or say Round", 2)]
    public void What_is_no_payload_is_refused_with_the_byte(string hex, string reason, int offset)
    {
        var decoder = new CayenneLppDecoder(
            [Decimal("temperature", 1, 1, "temperature"), Decimal("rough", 1, 2, "analog_input")], PayloadLimits.Default);

        PayloadException fault = Assert.Throws<PayloadException>(() => LayoutRows.Of(decoder, Bytes(hex)));

        Assert.Equal((reason, offset), (fault.Reason, fault.Offset));
    }

    [Fact]
    public void Columns_of_other_types_hold_the_values_as_well()
    {
        var decoder = new CayenneLppDecoder(
            [
                new LppChannel(new Channel("real", ColumnType.Double), 1, "temperature"),
                new LppChannel(new Channel("text", ColumnType.Text), 1, "temperature"),
                new LppChannel(new Channel("on", ColumnType.Int32), 2, "switch"),
                new LppChannel(new Channel("at", ColumnType.TimestampMicros), 3, "unix_time"),
                new LppChannel(new Channel("rounded", 0) { Round = true }, 1, "temperature"),
            ],
            PayloadLimits.Default);

        Assert.Equal(
            ["2021-01-01T00:00:00Z|-4.1|-4.1|1|2021-01-01T00:00:00Z|-4"],
            LayoutRows.Of(decoder, Bytes("01 67 FF D7 02 8E 01 03 85 5F EE 66 00")));
    }

    [Theory]
    [InlineData(256, "temperature", null, "channel c has the number 256, expected 0 to 255")]
    [InlineData(1, "temprature", null, "; temperature is near")]
    [InlineData(1, "gps", null, "channel c has the part '', expected one of latitude, longitude, altitude of gps")]
    [InlineData(1, "humidity", "x", "channel c has the part 'x', but humidity has one value only")]
    public void A_channel_that_no_payload_has_is_refused(int number, string type, string? part, string reason) => Assert.Contains(
        reason,
        Assert.Throws<DecoderException>(() => new CayenneLppDecoder([Decimal("c", 1, number, type, part)], PayloadLimits.Default)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_definition_is_another_for_another_mapping()
    {
        LppChannel[] channels =
            [Decimal("c", 1, 1, "gps", "latitude"), Decimal("c", 1, 2, "gps", "latitude"), Decimal("c", 1, 1, "gps", "longitude"),
            Decimal("c", 1, 1, "temperature"), Decimal("c", 2, 1, "temperature")];

        Assert.Distinct(channels.Select(channel => new CayenneLppDecoder([channel], PayloadLimits.Default).Definition));
    }

    [Fact]
    public void Hostile_payloads_decode_whole_or_not_at_all()
    {
        var decoder = new CayenneLppDecoder(
            [Decimal("t", 1, 1, "temperature"), Decimal("lat", 3, 1, "gps", "latitude"), Decimal("x", 3, 2, "accelerometer", "x")],
            PayloadLimits.Default);

        Hostile.Check(decoder, [Bytes("01 67 FF D7"), Bytes("01 88 00 00 0A F2 96 0A 00 03 E8 01 67 00 10"), Bytes("02 71 04 D2 FB 2E 00 00 05 00 01")]);
    }

    internal static CayenneLppDecoder Decoder(LppVector vector)
    {
        string?[] parts = vector.Values.Length == 1 ? new string?[1] : Parts.Single(names => IsOf(vector.Type, names[0]));
        return new CayenneLppDecoder(
            [.. parts.Select((part, index) => Decimal($"c{index}", Decimals(vector.Values[index]), vector.Number, vector.Type, part))],
            PayloadLimits.Default);
    }

    private static LppChannel Decimal(string name, int scale, int number, string type, string? part = null) =>
        new(new Channel(name, scale, 18), number, type, part);

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static int Decimals(string value) => value.Contains('.', StringComparison.Ordinal) ? value.Length - value.IndexOf('.', StringComparison.Ordinal) - 1 : 0;

    private static bool IsOf(string type, string first) => first switch { "x" => type is "accelerometer" or "gyrometer", "red" => type == "colour", _ => type == "gps" };
}

public sealed record LppVector(string Type, int Number, string[] Values, string Hex)
{
    public static LppVector[] All { get; } = JsonSerializer.Deserialize<LppVector[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "CayenneLpp", "golden.json")), JsonSerializerOptions.Web)!;

    public byte[] Payload => Convert.FromHexString(Hex);

    public override string ToString() => $"{Type} {string.Join(' ', Values)}";
}
