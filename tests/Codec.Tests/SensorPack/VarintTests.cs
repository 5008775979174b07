using Ingest.Codec.SensorPack;
using Xunit;

namespace Ingest.Codec.Tests.SensorPack;

public class VarintTests
{
    [Theory]
    [InlineData(0UL, "00")]
    [InlineData(127UL, "7f")]
    [InlineData(128UL, "8001")]
    [InlineData(300UL, "ac02")]
    [InlineData(16_383UL, "ff7f")]
    [InlineData(16_384UL, "808001")]
    [InlineData((1UL << 63) - 1, "ffffffffffffffff7f")]
    [InlineData(1UL << 63, "80808080808080808001")]
    [InlineData(ulong.MaxValue, "ffffffffffffffffff01")]
    public void Groups_of_seven_bits_come_lowest_first(ulong value, string hex)
    {
        var writer = new PayloadWriter(new byte[Varint.BytesMax]);
        writer.WriteVarint(value);
        var reader = new PayloadReader(Convert.FromHexString(hex), hex.Length / 2);

        Assert.Equal(hex, Convert.ToHexStringLower(writer.Written));
        Assert.Equal(value, reader.ReadVarint("a number"));
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void The_length_is_told_without_writing()
    {
        for (int bits = 0; bits <= 64; bits++)
        {
            ulong widest = bits == 0 ? 0 : ulong.MaxValue >> (64 - bits);
            Assert.Equal(Math.Max(1, (bits + 6) / 7), Varint.Bytes(widest));
        }
    }
}
