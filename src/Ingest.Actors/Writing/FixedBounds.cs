using System.Numerics;
using Ingest.Codec.Columns;
using Parquet.Data;

namespace Ingest.Actors.Writing;

/// <summary>
/// Bounds of numbers, in the order that Parquet defines for their type
/// (https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift, ColumnOrder).
/// </summary>
internal static class FixedBounds
{
    /// <summary>Bounds of at least one value. With a NaN among them none: engines differ in where it sorts, and a bound that
    /// leaves it out would hide it from some.</summary>
    public static ColumnBounds Of<T>(ReadOnlySpan<T> values, ColumnType type)
        where T : unmanaged, INumber<T>
    {
        T min = values[0];
        T max = values[0];
        foreach (T value in values)
        {
            if (T.IsNaN(value))
            {
                return ColumnBounds.None;
            }

            min = value < min ? value : min;
            max = value > max ? value : max;
        }

        // Zero stands for both zeros, as the format asks.
        min = T.IsZero(min) ? -T.Zero : min;
        max = T.IsZero(max) ? T.Zero : max;
        return new ColumnBounds(Encode(min, type), Encode(max, type));
    }

    private static byte[] Encode<T>(T value, ColumnType type)
        where T : unmanaged, INumber<T> => value switch
        {
            int number => BitConverter.GetBytes(number),
            long number => BitConverter.GetBytes(number),
            float number => BitConverter.GetBytes(number),
            double number => BitConverter.GetBytes(number),
            decimal number => Encode(new BigInteger(number * (decimal)BigInteger.Pow(10, type.Scale)), type),
            Int128 unscaled => Encode((BigInteger)unscaled, type),
            _ => throw new NotSupportedException($"No Parquet statistics for values of {typeof(T)}."),
        };

    /// <summary>An unscaled integer, two's complement, big-endian, as long as the column's values.</summary>
    private static byte[] Encode(BigInteger unscaled, ColumnType type)
    {
        var bytes = new byte[BigDecimal.GetBufferSize(type.Precision)];
        bytes.AsSpan().Fill(unscaled.Sign < 0 ? byte.MaxValue : (byte)0);
        int length = unscaled.GetByteCount();
        unscaled.TryWriteBytes(bytes.AsSpan(bytes.Length - length), out _, isBigEndian: true);
        return bytes;
    }
}
