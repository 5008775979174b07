using System.Globalization;
using Ingest.Codec.Columns;
using Ingest.Codec.SensorPack;
using Xunit;

namespace Ingest.Codec.Tests.SensorPack;

public class GoldenTests
{
    [Theory]
    [MemberData(nameof(Golden.ValidOnes), MemberType = typeof(Golden))]
    public void The_encoder_writes_the_bytes_of_the_reference(Vector vector) =>
        Assert.Equal(vector.Hex, Convert.ToHexStringLower(vector.Burst.Encode()));

    [Theory]
    [MemberData(nameof(Golden.DecodableOnes), MemberType = typeof(Golden))]
    public void The_decoder_reads_what_the_reference_reads(Vector vector) =>
        Assert.Equal(vector.Burst, Burst.Decode(vector.Payload, vector.Configuration));

    [Theory]
    [MemberData(nameof(Golden.MalformedOnes), MemberType = typeof(Golden))]
    public void The_decoder_refuses_with_the_reason_and_offset_of_the_reference(Vector vector)
    {
        SampleColumns columns = Burst.EmptyColumns(vector.Configuration);
        var decoder = new SensorPackDecoder(vector.Configuration);

        PayloadException fault = Assert.Throws<PayloadException>(() => decoder.Decode(vector.Payload, columns));

        Assert.Equal((vector.Reason, vector.Offset), (fault.Reason, fault.Offset));
        Assert.Equal($"{vector.Reason} at byte {vector.Offset}", fault.Message);
        Assert.Equal(0, columns.Count);
        Assert.All(columns.Channels, column => Assert.Equal(0, column.Count));
    }

    [Fact]
    public void The_example_of_the_documentation_is_the_first_vector_byte_by_byte()
    {
        string[] page = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "SensorPack", "sensorpack.md"));
        string[] example = [.. page.SkipWhile(line => !line.StartsWith("## An example", StringComparison.Ordinal))];
        string whole = example.First(line => line.StartsWith("    01 ", StringComparison.Ordinal)).Replace(" ", "");

        Assert.Equal(Golden.All.Valid[0].Hex, whole);

        string rows = "";
        foreach (string line in example.Where(line => line.Contains(" | `", StringComparison.Ordinal)))
        {
            string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
            Assert.Equal(rows.Length / 2, int.Parse(cells[1], CultureInfo.InvariantCulture));
            rows += cells[2].Trim('`').Replace(" ", "");
        }

        Assert.Equal(whole, rows);
    }
}
