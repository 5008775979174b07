using CsCheck;
using Ingest.Codec.Columns;
using Ingest.Codec.Layout;
using Ingest.Codec.SensorPack;
using Ingest.Codec.Tests.SensorPack;
using Xunit;

namespace Ingest.Codec.Tests.Layout;

/// <summary>Sensorpack, written as a layout, reads what sensorpack reads: two decoders that share no reader.</summary>
public class SensorPackLayoutTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "SensorPack", "sensorpack.layout.json"));

    [Theory]
    [MemberData(nameof(Golden.DecodableOnes), MemberType = typeof(Golden))]
    public void The_format_s_own_vectors_are_read(Vector vector)
    {
        SampleColumns columns = Burst.EmptyColumns(vector.Configuration);

        int samples = Of(vector.Configuration).Decode(vector.Payload, columns);

        Assert.Equal(vector.Burst, Burst.From(columns, 0, samples));
    }

    /// <summary>All but what only sensorpack is strict about.</summary>
    [Theory]
    [MemberData(nameof(Golden.MalformedOnes), MemberType = typeof(Golden))]
    public void The_format_s_own_malformed_vectors_are_refused(Vector vector)
    {
        if (vector.Reason!.Contains("shortest form", StringComparison.Ordinal) || vector.Reason.StartsWith("bitmap of", StringComparison.Ordinal)
            || vector.Reason.StartsWith("unused bits at the end of the bitmap", StringComparison.Ordinal))
        {
            return;
        }

        SampleColumns columns = Burst.EmptyColumns(vector.Configuration);

        Assert.Throws<PayloadException>(() => Of(vector.Configuration).Decode(vector.Payload, columns));

        Assert.Equal(0, columns.Count);
        Assert.All(columns.Channels, column => Assert.Equal(0, column.Count));
    }

    [Fact]
    public void Bursts_that_sensorpack_wrote_are_read_to_the_same_values() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 90]).SelectMany((channels, samples) => Gen.Select(
            Gen.Long[0, 4_000_000_000_000_000].Array[samples],
            Gen.Frequency(
                (5, Gen.Long[-999_999_999, 999_999_999].Select(value => (long?)value)),
                (5, Gen.Long[-5, 5].Select(value => (long?)value)),
                (1, Gen.Const((long?)null))).Array[samples].Array[channels])).Sample(
            (times, values) =>
            {
                var burst = new Burst(times, values);
                Channel[] channels = Burst.Channels(values.Length, 9);
                SampleColumns columns = Burst.EmptyColumns(channels);

                int samples = Of(channels).Decode(burst.Encode(), columns);

                Assert.Equal(burst, Burst.From(columns, 0, samples));
            },
            iter: 1_000);

    [Fact]
    public void The_layout_of_the_sample_data_names_their_channels()
    {
        var decoder = LayoutDecoder.Parse(System.Text.Encoding.UTF8.GetBytes(Page), PayloadLimits.Default);

        Assert.Equal(
            [new Channel("temperature", 2, unit: "Cel"), new Channel("humidity", 2, unit: "%"), new Channel("pressure", 1, unit: "hPa"), new Channel("battery", 3, unit: "V"), new Channel("co2", 0, unit: "[ppm]")],
            decoder.Channels);
    }

    /// <summary>The page's layout with other channels.</summary>
    private static LayoutDecoder Of(IReadOnlyList<Channel> channels)
    {
        int first = Page.IndexOf("    \"temperature\"", StringComparison.Ordinal);
        int last = Page.IndexOf("    \"_checksum\"", StringComparison.Ordinal);
        IEnumerable<string> lines = channels.Select(channel => $"\"{channel.Name}\": \"channel decimal({channel.Precision},0)\",\n");
        return LayoutRows.Parse(
            (Page[..first] + string.Concat(lines) + Page[last..]).Replace("\"varint = 5\"", $"\"varint = {channels.Count}\"", StringComparison.Ordinal));
    }
}
