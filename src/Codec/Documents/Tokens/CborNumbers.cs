using System.Formats.Cbor;
using System.Globalization;

namespace Ingest.Codec.Documents.Tokens;

/// <summary>Numbers of CBOR that a tag makes: bignums (2, 3) and decimal fractions (4), exactly, as decimal text.</summary>
internal static class CborNumbers
{
    private const int DigitsMax = 39;
    private const int BignumBytesMax = 16;

    /// <summary>Reads a tag and, where the tag makes a number of what follows, that.</summary>
    /// <param name="next">What the tag says of the value that follows, if it was not read.</param>
    /// <returns>Whether a value was added.</returns>
    public static bool TryAdd(CborReader reader, int offset, TokenMark mark, ref TokenList tokens, out TokenMark next)
    {
        CborTag tag = reader.ReadTag();
        next = tag switch
        {
            CborTag.DateTimeString => TokenMark.TimeText,
            CborTag.UnixTimeSeconds => TokenMark.TimeSeconds,
            _ => mark,
        };
        switch (tag)
        {
            case CborTag.UnsignedBigNum or CborTag.NegativeBigNum:
                Add(Bignum(reader, tag, offset, ref tokens), null, offset, mark, ref tokens);
                return true;
            case CborTag.DecimalFraction:
                AddFraction(reader, offset, mark, ref tokens);
                return true;
            default:
                return false;
        }
    }

    public static void AddInteger(CborReader reader, int offset, TokenMark mark, ref TokenList tokens)
    {
        (bool negative, UInt128 magnitude) = Integer(reader);
        if (magnitude <= long.MaxValue)
        {
            tokens.Add(TokenKind.Integer, offset, negative ? -(long)magnitude : (long)magnitude, mark);
        }
        else
        {
            Add((negative, magnitude), null, offset, mark, ref tokens);
        }
    }

    private static (bool Negative, UInt128 Magnitude) Integer(CborReader reader) =>
        reader.PeekState() == CborReaderState.NegativeInteger
            ? (true, (UInt128)reader.ReadCborNegativeIntegerRepresentation() + 1)
            : (false, reader.ReadUInt64());

    /// <returns>Null: it has more than 128 bits.</returns>
    private static (bool Negative, UInt128 Magnitude)? Bignum(CborReader reader, CborTag tag, int offset, ref TokenList tokens)
    {
        ReadOnlySpan<byte> bytes;
        switch (reader.PeekState())
        {
            case CborReaderState.ByteString:
                bytes = reader.ReadDefiniteLengthByteString().Span;
                break;
            case CborReaderState.StartIndefiniteLengthByteString:
                int start = tokens.AsideStart;
                CborStrings.JoinBytes(reader, ref tokens);
                bytes = tokens.AsideFrom(start);
                break;
            default:
                throw new PayloadException("a bignum (tag 2 or 3) is not bytes", offset);
        }

        bytes = bytes.TrimStart((byte)0);
        UInt128 magnitude = 0;
        foreach (byte digit in bytes.Length > BignumBytesMax ? default : bytes)
        {
            magnitude = (magnitude << 8) | digit;
        }

        bool negative = tag == CborTag.NegativeBigNum;
        bool fits = bytes.Length <= BignumBytesMax && !(negative && magnitude == UInt128.MaxValue);
        return fits ? (negative, negative ? magnitude + 1 : magnitude) : null;
    }

    /// <summary>A list of two: the exponent of ten, and the integer or bignum that it scales.</summary>
    private static void AddFraction(CborReader reader, int offset, TokenMark mark, ref TokenList tokens)
    {
        Expect(reader.PeekState() == CborReaderState.StartArray, offset);
        reader.ReadStartArray();
        Expect(IsInteger(reader), offset);
        long exponent = reader.ReadInt64();
        (bool Negative, UInt128 Magnitude)? mantissa;
        if (reader.PeekState() == CborReaderState.Tag)
        {
            CborTag tag = reader.ReadTag();
            Expect(tag is CborTag.UnsignedBigNum or CborTag.NegativeBigNum, offset);
            mantissa = Bignum(reader, tag, offset, ref tokens);
        }
        else
        {
            Expect(IsInteger(reader), offset);
            mantissa = Integer(reader);
        }

        Expect(reader.PeekState() == CborReaderState.EndArray, offset);
        reader.ReadEndArray();
        Add(mantissa, exponent, offset, mark, ref tokens);
    }

    private static void Add((bool Negative, UInt128 Magnitude)? number, long? exponent, int offset, TokenMark mark, ref TokenList tokens)
    {
        if (number is not var (negative, magnitude))
        {
            tokens.Add(TokenKind.Other, offset);
            return;
        }

        int start = tokens.AsideStart;
        Span<byte> text = tokens.Aside(2 * DigitsMax);
        int length = 0;
        if (negative)
        {
            text[length++] = (byte)'-';
        }

        magnitude.TryFormat(text[length..], out int digits, default, CultureInfo.InvariantCulture);
        length += digits;
        if (exponent is { } power)
        {
            text[length++] = (byte)'e';
            power.TryFormat(text[length..], out digits, default, CultureInfo.InvariantCulture);
            length += digits;
        }

        tokens.Keep(length);
        tokens.AddAside(TokenKind.Number, offset, start, mark);
    }

    private static bool IsInteger(CborReader reader) =>
        reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger;

    private static void Expect(bool condition, int offset)
    {
        if (!condition)
        {
            throw new PayloadException("a decimal fraction (tag 4) is no list of an exponent and an integer", offset);
        }
    }
}
