using System.Numerics;

namespace Ingest.Codec.SensorPack;

/// <summary>Unsigned integers in groups of seven bits, lowest first; all bytes but the last have the high bit set.</summary>
internal static class Varint
{
    /// <summary>The bytes of 64 bits.</summary>
    public const int BytesMax = 10;

    /// <summary>Bytes that a value takes: 1 to 10.</summary>
    public static int Bytes(ulong value) => ((BitOperations.Log2(value | 1) * 9) + 73) >> 6;
}
