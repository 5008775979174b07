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
    public void The_example_of_the_documentation_is_the_first_vector() =>
        Assert.Equal(
            "01040301" + "80c0f3b3d75d" + "d00f" + "04a0" + "00cc210414" + "08" + "0206944b0627" + "004800" + "f95beec9",
            Golden.All.Valid[0].Hex);
}
