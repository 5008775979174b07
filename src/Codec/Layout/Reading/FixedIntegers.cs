using System.Buffers.Binary;

namespace Ingest.Codec.Layout.Reading;

/// <summary>An integer of a width that the machine knows.</summary>
internal interface IFixedInteger
{
    static abstract int Bytes { get; }

    static abstract long Read(ReadOnlySpan<byte> bytes);
}

internal readonly struct U8 : IFixedInteger
{
    public static int Bytes => 1;

    public static long Read(ReadOnlySpan<byte> bytes) => bytes[0];
}

internal readonly struct I8 : IFixedInteger
{
    public static int Bytes => 1;

    public static long Read(ReadOnlySpan<byte> bytes) => (sbyte)bytes[0];
}

internal readonly struct U16Le : IFixedInteger
{
    public static int Bytes => 2;

    public static long Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}

internal readonly struct U16Be : IFixedInteger
{
    public static int Bytes => 2;

    public static long Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes);
}

internal readonly struct I16Le : IFixedInteger
{
    public static int Bytes => 2;

    public static long Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt16LittleEndian(bytes);
}

internal readonly struct I16Be : IFixedInteger
{
    public static int Bytes => 2;

    public static long Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt16BigEndian(bytes);
}

internal readonly struct U32Le : IFixedInteger
{
    public static int Bytes => 4;

    public static long Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}

internal readonly struct U32Be : IFixedInteger
{
    public static int Bytes => 4;

    public static long Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);
}

internal readonly struct I32Le : IFixedInteger
{
    public static int Bytes => 4;

    public static long Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);
}

internal readonly struct I32Be : IFixedInteger
{
    public static int Bytes => 4;

    public static long Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes);
}

/// <summary>64 bits, whether they are signed or not: the range that a field allows tells.</summary>
internal readonly struct I64Le : IFixedInteger
{
    public static int Bytes => 8;

    public static long Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);
}

/// <inheritdoc cref="I64Le"/>
internal readonly struct I64Be : IFixedInteger
{
    public static int Bytes => 8;

    public static long Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64BigEndian(bytes);
}
