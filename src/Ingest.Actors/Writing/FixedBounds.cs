using System.Buffers.Binary;
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

        return new ColumnBounds(Encode(min, type, isMin: true), Encode(max, type, isMin: false));
    }

    private static byte[] Encode<T>(T value, ColumnType type, bool isMin)
        where T : unmanaged, INumber<T>
    {
        byte[] bytes;
        switch (value)
        {
            case int number:
                BinaryPrimitives.WriteInt32LittleEndian(bytes = new byte[sizeof(int)], number);
                break;
            case long number:
                BinaryPrimitives.WriteInt64LittleEndian(bytes = new byte[sizeof(long)], number);
                break;
            case float number:
                BinaryPrimitives.WriteSingleLittleEndian(bytes = new byte[sizeof(float)], number == 0 ? isMin ? -0f : 0f : number);
                break;
            case double number:
                BinaryPrimitives.WriteDoubleLittleEndian(bytes = new byte[sizeof(double)], number == 0 ? isMin ? -0d : 0d : number);
                break;
            case decimal number:
                bytes = Encode(number, type);
                break;
            default:
                throw new NotSupportedException($"No Parquet statistics for values of {typeof(T)}.");
        }

        return bytes;
    }

    /// <summary>The unscaled integer, two's complement, big-endian, as long as the column's values.</summary>
    private static byte[] Encode(decimal value, ColumnType type)
    {
        var unscaled = new BigInteger(value * (decimal)BigInteger.Pow(10, type.Scale));
        var bytes = new byte[BigDecimal.GetBufferSize(type.Precision)];
        bytes.AsSpan().Fill(unscaled.Sign < 0 ? byte.MaxValue : (byte)0);
        int length = unscaled.GetByteCount();
        unscaled.TryWriteBytes(bytes.AsSpan(bytes.Length - length), out _, isBigEndian: true);
        return bytes;
    }
}
