using Ingest.Codec.Layout.Reading;
using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Building;

/// <summary>What the numbers of a type are.</summary>
internal enum StoredKind
{
    Integer,
    Boolean,
    Float,
    Bytes,
    Text,
}

/// <summary>How a type is stored: its reader, and the numbers that it can hold.</summary>
/// <param name="Kind">What the numbers are.</param>
/// <param name="Reader">Reads them.</param>
/// <param name="Natural">All that there can be.</param>
/// <param name="Bits">Of a floating-point number: 16, 32 or 64.</param>
internal sealed record StoredType(StoredKind Kind, IntegerReader Reader, Interval Natural, int Bits = 0)
{
    public static readonly Interval Unsigned64 = new(0, long.MaxValue);

    private static readonly string[] Examples =
    [
        "u8", "i8", "u16", "u16le", "u16be", "i16", "i16le", "i16be", "u24", "i24", "u32", "u32le", "u32be", "i32", "i32le", "i32be", "u40",
        "u48", "u56", "u64", "u64le", "u64be", "i64", "i64le", "i64be", "f16", "f32", "f32le", "f32be", "f64", "f64le", "f64be", "varint",
        "zigzag", "packed", "bool", "bytes(16)", "text(16)", "text(zero)", "skip(1)",
    ];

    /// <summary>The type that a short form's first word names; null when it names none.</summary>
    public static StoredType? Of(FieldText text, bool bigEndian)
    {
        string type = text.Type;
        if (type.EndsWith("le", StringComparison.Ordinal) || type.EndsWith("be", StringComparison.Ordinal))
        {
            bigEndian = type[^2] == 'b';
            type = type[..^2];
        }

        bigEndian = text.BigEndian ?? bigEndian;
        return type switch
        {
            "bool" => new StoredType(StoredKind.Boolean, new FixedReader<U8>(), new Interval(0, 1)),
            "varint" when text.IsZigZag => new StoredType(StoredKind.Integer, new VarintReader(zigzag: true), Interval.All),
            "varint" => new StoredType(StoredKind.Integer, new VarintReader(zigzag: false), Unsigned64),
            "zigzag" => new StoredType(StoredKind.Integer, new VarintReader(zigzag: true), Interval.All),
            "packed" => Packed(text, null),
            ['p', ..] when FieldText.Bracketed(type, "packed") is { } width && int.TryParse(width, out int bits) && bits is >= 0 and <= 64 =>
                Packed(text, bits),
            ['u' or 'i', .. var width] when int.TryParse(width, out int bits) && bits is >= 8 and <= 64 && bits % 8 == 0 =>
                new StoredType(StoredKind.Integer, Integer(bits / 8, type[0] == 'i', bigEndian), Range(bits, type[0] == 'i')),
            "f16" or "f32" or "f64" => new StoredType(
                StoredKind.Float, Integer(int.Parse(type[1..], null) / 8, false, bigEndian), Interval.All, int.Parse(type[1..], null)),
            _ => null,
        };
    }

    /// <summary>The sentence for a word that names no type.</summary>
    public static string Unknown(string type, IEnumerable<string> named) =>
        Spelling.Nearest(type, Examples.Concat(Checksum.Names).Concat(named)) is { } nearest
            ? $"unknown type '{type}', did you mean {nearest}?"
            : $"unknown type '{type}'; there is u8 to u64 and i8 to i64 (with le or be), f16, f32, f64, varint, zigzag, packed, bool, bytes(…), "
                + $"text(…), skip(…), {string.Join(", ", Checksum.Names)}";

    /// <summary>The numbers that so many bits hold.</summary>
    public static Interval Range(int bits, bool signed) => (bits, signed) switch
    {
        (64, true) => Interval.All,
        (64, false) => Unsigned64,
        (_, true) => new Interval(-(1L << (bits - 1)), (1L << (bits - 1)) - 1),
        _ => new Interval(0, (1L << bits) - 1),
    };

    private static StoredType Packed(FieldText text, int? width)
    {
        PackedSign sign = text.IsZigZag ? PackedSign.ZigZag : text.IsSigned ? PackedSign.TwosComplement : PackedSign.Unsigned;
        return new StoredType(StoredKind.Integer, new PackedReader(width, sign), sign == PackedSign.Unsigned ? Unsigned64 : Interval.All);
    }

    private static IntegerReader Integer(int bytes, bool signed, bool bigEndian) => (bytes, signed, bigEndian) switch
    {
        (1, false, _) => new FixedReader<U8>(),
        (1, true, _) => new FixedReader<I8>(),
        (2, false, false) => new FixedReader<U16Le>(),
        (2, false, true) => new FixedReader<U16Be>(),
        (2, true, false) => new FixedReader<I16Le>(),
        (2, true, true) => new FixedReader<I16Be>(),
        (4, false, false) => new FixedReader<U32Le>(),
        (4, false, true) => new FixedReader<U32Be>(),
        (4, true, false) => new FixedReader<I32Le>(),
        (4, true, true) => new FixedReader<I32Be>(),
        (8, _, false) => new FixedReader<I64Le>(),
        (8, _, true) => new FixedReader<I64Be>(),
        _ => new OddReader(bytes, signed, bigEndian),
    };
}
