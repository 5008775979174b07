using System.Buffers.Binary;
using System.Security.Cryptography;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Units;

/// <summary>Source columns whose values do not go into the lake themselves, but as a keyed hash: equal values stay equal.</summary>
/// <param name="columns">The source columns.</param>
/// <param name="key">The secret without which nobody can try values out; at least <see cref="KeyBytesMin"/> bytes.</param>
public sealed class HashSpec(IReadOnlyList<string> columns, byte[] key)
{
    public const int KeyBytesMin = 16;

    public IReadOnlyList<string> Columns { get; } = columns;

    public ReadOnlyMemory<byte> Key { get; } = key;

    /// <summary>Made of the key, for sums over rows that hold the values themselves: records keep such sums.</summary>
    public ulong Seed { get; } = BinaryPrimitives.ReadUInt64LittleEndian(HMACSHA256.HashData(key, "ingest row checksum"u8));

    /// <summary>Whether values of a type can be hashed: those that have one way only to be written.</summary>
    public static bool Fits(ColumnType type) =>
        type.Kind is ColumnKind.Text or ColumnKind.Binary or ColumnKind.Int32 or ColumnKind.Int64
        || type is { Kind: ColumnKind.Decimal, Scale: 0, Storage: ColumnStorage.Decimal };

    /// <summary>Says nothing of the key.</summary>
    public override string ToString() => $"hash of {string.Join(", ", Columns)}";
}
