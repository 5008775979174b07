using System.Text.Json;
using Ingest.Codec.Columns;
using Ingest.Codec.Protobuf;
using Ingest.Codec.Tests.Layout;
using Ingest.Codec.Values;
using Xunit;

namespace Ingest.Codec.Tests.Protobuf;

public class ProtobufTests
{
    private static readonly Golden File = JsonSerializer.Deserialize<Golden>(
        System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Protobuf", "golden.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<ProtobufVector> Vectors => [.. File.Vectors];

    internal static ProtobufVector[] All => File.Vectors;

    [Theory]
    [MemberData(nameof(Vectors))]
    public void What_another_encoder_wrote_is_read_exactly(ProtobufVector vector) =>
        Assert.Equal(vector.Rows, LayoutRows.Of(Decoder(vector), vector.Payload));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Hostile_payloads_decode_whole_or_not_at_all(ProtobufVector vector) =>
        Hostile.Check(Decoder(vector), [vector.Payload], iterations: 500);

    [Theory]
    [InlineData("18", "varint ends early, expected more bytes at byte 1")]
    [InlineData("18ffffffffffffffffffff01", "varint has more than 10 bytes at byte 1")]
    [InlineData("0000", "field has the number 0, expected 1 to 536870911 at byte 0")]
    [InlineData("1e00", "field 3 has the wire type 6, expected 0 to 5 at byte 0")]
    [InlineData("7205616263", "length is 5, expected at most 3: what is left at byte 1")]
    [InlineData("0901", "1 bytes are left, expected 8 at byte 1")]
    [InlineData("7201ff", "value of channel string is no UTF-8 text at byte 2")]
    [InlineData("a40c", "group 196 ends, but none has begun at byte 2")]
    [InlineData("a30c", "group 196 has no end at byte 2")]
    [InlineData("a30cac0c", "group 197 ends, expected the end of group 196 at byte 4")]
    public void What_is_no_message_is_refused_with_the_byte(string hex, string message) => Assert.Equal(
        message, Assert.Throws<PayloadException>(() => LayoutRows.Of(Decoder(Vector("no scalars")), Convert.FromHexString(hex))).Message);

    [Theory]
    [InlineData("a30c0801a40c")]
    [InlineData("a30cab0cac0c6a026162a40c")]
    [InlineData("1a0101")]
    [InlineData("0d00000000")]
    public void Unknown_groups_and_fields_stored_in_another_way_are_passed_over(string hex) =>
        Assert.Equal(Vector("no scalars").Rows, LayoutRows.Of(Decoder(Vector("no scalars")), Convert.FromHexString(hex)));

    [Fact]
    public void Groups_within_one_another_are_limited()
    {
        byte[] deep = [.. Enumerable.Repeat((byte)0x1b, 65), .. Enumerable.Repeat((byte)0x1c, 65)];

        Assert.Equal(Vector("no scalars").Rows, LayoutRows.Of(Decoder(Vector("no scalars")), deep[1..^1]));
        PayloadException fault = Assert.Throws<PayloadException>(() => LayoutRows.Of(Decoder(Vector("no scalars")), deep));
        Assert.Equal("there are too many groups within one another", fault.Reason);
    }

    [Theory]
    [InlineData("0a00", "sample has no time: at is not there at byte 2")]
    [InlineData("0a040a021007 0a060a041080943b", "")]
    [InlineData("0a0d0a0b10ffffffffffffffffff01", "timestamp has -1 nanoseconds, expected 0 to 999999999 at byte 4")]
    public void A_sample_has_a_time(string hex, string message)
    {
        var decoder = Decoder(Vector("no samples"));
        byte[] payload = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        if (message.Length == 0)
        {
            Assert.Equal(2, LayoutRows.Of(decoder, payload).Length);
            return;
        }

        Assert.Equal(message, Assert.Throws<PayloadException>(() => LayoutRows.Of(decoder, payload)).Message);
    }

    [Fact]
    public void Lists_of_different_lengths_are_refused() => Assert.Equal(
        "lists have 1 and 2 values, expected as many in each at byte 0",
        Assert.Throws<PayloadException>(() => LayoutRows.Of(Decoder(Vector("lists")), Convert.FromHexString("0a080000000000000000100110011a0400000000"))).Message);

    [Fact]
    public void What_samples_may_grow_to_is_limited()
    {
        byte[] samples = [.. Enumerable.Repeat<byte[]>([0x0a, 0x02, 0x0a, 0x00], 10).SelectMany(bytes => bytes)];
        byte[] device = [0x12, 100, .. Enumerable.Repeat((byte)'d', 100)];

        Assert.Equal(10, LayoutRows.Of(Decoder(Vector("no samples")), samples).Length);
        Assert.Equal(
            "message has more than 9 messages of samples",
            Refused(new PayloadLimits { Samples = 9 }, samples));
        Assert.Equal(
            "message has more than 2 samples of 5 channels",
            Assert.Throws<PayloadException>(() => LayoutRows.Of(Decoder(Vector("lists"), new PayloadLimits { Samples = 2 }), Vector("lists").Payload)).Reason);
        Assert.Equal(
            "message has more than 9 samples of 11 channels",
            Refused(new PayloadLimits { Points = 109 }, samples));
        Assert.Equal(
            "samples have more than 1000 bytes of text and bytes",
            Refused(new PayloadLimits { Bytes = 1_000 }, [.. samples, .. device]));
        Assert.Equal("payload has 40 bytes, expected at most 39", Refused(new PayloadLimits { Bytes = 39 }, samples));
    }

    [Theory]
    [InlineData("telemetry.Bach", null, null, null, "temperature", "there is no message 'telemetry.Bach' in the descriptor set; telemetry.Batch is near")]
    [InlineData("telemetry.Batch", "readings", null, null, "temprature", "channel c: telemetry.Reading has no field 'temprature', which temprature names; temperature is near")]
    [InlineData("telemetry.Batch", null, null, null, "readings.temperature", "channel c: readings of readings.temperature is a list of messages, which only Samples may name")]
    [InlineData("telemetry.Batch", "site", null, null, "$.device", "the samples: site is no list of messages")]
    [InlineData("telemetry.Batch", "tags", null, null, "$.device", "the samples: tags is no list of messages")]
    [InlineData("telemetry.Batch", null, null, null, "site", "channel c: site is a message, expected a single value, a list of them, or a google.protobuf.Timestamp")]
    [InlineData("telemetry.Batch", null, null, null, "device.x", "channel c: device of device.x is no message, expected one with a field x")]
    [InlineData("telemetry.Reading", null, null, null, "raw", "channel c is int32, which cannot hold telemetry.Reading.raw: bytes")]
    [InlineData("telemetry.Reading", null, "millis", null, "humidity", "the time: millis is a number, so TimeUnit must say what it counts")]
    [InlineData("telemetry.Reading", null, "at", EpochUnit.Seconds, "humidity", "the time: at is no number, so there can be no TimeUnit")]
    [InlineData("telemetry.Reading", null, null, EpochUnit.Seconds, "humidity", "there is a TimeUnit, but no Time that it is for")]
    [InlineData("telemetry.Reading", null, "status", EpochUnit.Seconds, "humidity", "the time: status is enum, expected an integer, a double, a string or a timestamp")]
    public void What_leads_nowhere_is_refused(string message, string? samples, string? time, EpochUnit? unit, string path, string reason) => Assert.Equal(
        reason,
        Assert.Throws<DecoderException>(() => new ProtobufDecoder(
            File.Set, message, new ProtobufMapping(samples, time, unit), [new ProtobufChannel(new Channel("c", ColumnType.Int32), path)], PayloadLimits.Default)).Message);

    [Fact]
    public void What_is_no_descriptor_set_is_refused()
    {
        ProtobufChannel[] channels = [new(new Channel("c", ColumnType.Int32), "x")];
        byte[] whole = File.Set;

        for (int length = 0; length < whole.Length; length += 7)
        {
            Assert.Throws<DecoderException>(() => new ProtobufDecoder(whole.AsSpan(0, length), "telemetry.Batch", new ProtobufMapping(), channels, PayloadLimits.Default));
        }
    }

    [Fact]
    public void What_decides_values_is_in_the_definition()
    {
        ProtobufMapping[] mappings =
            [new("readings"), new("readings", "at"), new("readings", "millis", EpochUnit.Seconds), new("readings", "millis", EpochUnit.Days)];
        string[] paths = ["temperature", "humidity"];

        Assert.Distinct(
            from mapping in mappings
            from path in paths
            select new ProtobufDecoder(
                File.Set, "telemetry.Batch", mapping, [new ProtobufChannel(new Channel("c", ColumnType.Int32), path)], PayloadLimits.Default).Definition);
    }

    private static string Refused(PayloadLimits limits, byte[] payload) =>
        Assert.Throws<PayloadException>(() => LayoutRows.Of(Decoder(Vector("no samples"), limits), payload)).Reason;

    private static ProtobufVector Vector(string name) => File.Vectors.Single(vector => vector.Name == name);

    internal static ProtobufDecoder Decoder(ProtobufVector vector, PayloadLimits? limits = null) => new(
        File.Set,
        $"telemetry.{vector.Message}",
        new ProtobufMapping(vector.Samples, vector.Time, vector.Unit is null ? null : Enum.Parse<EpochUnit>(vector.Unit)),
        [.. vector.Channels.Select(channel => new ProtobufChannel(new Channel(channel.Name, Type(channel.Type)), channel.Path))],
        limits ?? PayloadLimits.Default);

    private static ColumnType Type(string name) => name switch
    {
        "int32" => ColumnType.Int32,
        "int64" => ColumnType.Int64,
        "float" => ColumnType.Float,
        "double" => ColumnType.Double,
        "decimal" => ColumnType.Decimal(18, 2),
        "binary" => ColumnType.Binary,
        _ => ColumnType.Text,
    };

    private sealed record Golden(string Descriptors, ProtobufVector[] Vectors)
    {
        public byte[] Set => Convert.FromBase64String(Descriptors);
    }
}

public sealed record ProtobufField(string Name, string Type, string Path);

public sealed record ProtobufVector(
    string Name, string Message, string? Samples, string? Time, string? Unit, ProtobufField[] Channels, string Hex, string[] Rows)
{
    public byte[] Payload => Convert.FromHexString(Hex);

    public override string ToString() => Name;
}
