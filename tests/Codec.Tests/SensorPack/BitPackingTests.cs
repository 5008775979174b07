using System.Numerics;
using CsCheck;
using Ingest.Codec.SensorPack;
using Xunit;

namespace Ingest.Codec.Tests.SensorPack;

public class BitPackingTests
{
    public static TheoryData<int> Widths => [.. Enumerable.Range(0, 65)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Packed_values_are_one_large_number_lowest_first(int width) =>
        Values(width).Sample(
            values =>
            {
                BigInteger number = values.Select((value, i) => (BigInteger)value << (i * width)).Aggregate(BigInteger.Add);
                byte[] expected = new byte[((values.Length * width) + 7) / 8];
                byte[] bytes = number.ToByteArray(isUnsigned: true);
                bytes.AsSpan(0, Math.Min(bytes.Length, expected.Length)).CopyTo(expected);

                byte[] packed = Pack(values, width);

                Assert.Equal(expected, packed);
            },
            iter: 50);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Values_come_back_whatever_follows_them(int width) =>
        Gen.Select(Values(width), Gen.Byte.Array[0, 12]).Sample(
            (values, rest) =>
            {
                byte[] source = [.. Pack(values, width), .. rest];
                var read = new ulong[values.Length];

                BitPacking.Unpack(source, width, read);

                Assert.Equal(values, read);
            },
            iter: 50);

    private static Gen<ulong[]> Values(int width) =>
        Gen.ULong.Select(value => width == 0 ? 0 : value >> (64 - width)).Array[1, 80];

    private static byte[] Pack(ulong[] values, int width)
    {
        byte[] packed = new byte[BitPacking.Bytes(values.Length, width)];
        packed.AsSpan().Fill(0xff);
        BitPacking.Pack(values, width, packed);
        return packed;
    }
}
