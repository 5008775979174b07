using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Ingest.Codec.Values;
using MessagePack;

namespace Ingest.Codec.Documents.Tokens;

/// <summary>MessagePack to tokens. The timestamp extension is a time; any other extension is nothing that a column holds.</summary>
internal static class MessagePackTokens
{
    private const int DepthOnStack = 256;
    private const int DigitsMax = 20;
    private const int HeadMax = 5;
    private const int Scalar = -1;
    private const sbyte Timestamp = -1;
    private const long SecondsMin = SampleTime.MicrosMin / 1_000_000;
    private const long SecondsMax = SampleTime.MicrosMax / 1_000_000;

    /// <exception cref="PayloadException">It is no MessagePack.</exception>
    public static void Read(ref TokenList tokens, PayloadLimits limits)
    {
        int length = tokens.Payload.Length;
        byte[] copy = ArrayPool<byte>.Shared.Rent(length);
        tokens.Payload.CopyTo(copy);
        var reader = new MessagePackReader(copy.AsMemory(0, length));
        try
        {
            ReadAll(ref reader, ref tokens, limits.Depth <= DepthOnStack ? stackalloc long[limits.Depth] : new long[limits.Depth]);
            tokens.Rest = length - (int)reader.Consumed;
        }
        catch (Exception failure) when (failure is MessagePackSerializationException or EndOfStreamException or OverflowException)
        {
            throw new PayloadException($"the payload is no MessagePack: {failure.Message.TrimEnd('.')}", (int)reader.Consumed);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    /// <param name="left">What is still to come in each list or map around.</param>
    private static void ReadAll(ref MessagePackReader reader, ref TokenList tokens, scoped Span<long> left)
    {
        int depth = 0;
        do
        {
            long within = Add(ref reader, ref tokens);
            if (within > 0)
            {
                left[depth++] = within;
                continue;
            }

            if (within == 0)
            {
                tokens.Close();
            }

            while (depth > 0 && --left[depth - 1] == 0)
            {
                tokens.Close();
                depth--;
            }
        }
        while (depth > 0);
    }

    /// <returns>How many values are in the list or map that begins.</returns>
    private static long Add(ref MessagePackReader reader, ref TokenList tokens)
    {
        int offset = (int)reader.Consumed;
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil:
                reader.ReadNil();
                tokens.Add(TokenKind.Null, offset);
                return Scalar;
            case MessagePackType.Boolean:
                tokens.Add(reader.ReadBoolean() ? TokenKind.True : TokenKind.False, offset);
                return Scalar;
            case MessagePackType.Integer:
                AddInteger(ref reader, offset, ref tokens);
                return Scalar;
            case MessagePackType.Float when reader.NextCode == MessagePackCode.Float32:
                tokens.Add(TokenKind.Single, offset, BitConverter.SingleToInt32Bits(reader.ReadSingle()));
                return Scalar;
            case MessagePackType.Float:
                tokens.Add(TokenKind.Double, offset, BitConverter.DoubleToInt64Bits(reader.ReadDouble()));
                return Scalar;
            case MessagePackType.String:
                CheckLength(reader, tokens, offset);
                reader.ReadStringSequence();
                AddSlice(TokenKind.Text, reader, offset, ref tokens);
                return Scalar;
            case MessagePackType.Binary:
                CheckLength(reader, tokens, offset);
                reader.ReadBytes();
                AddSlice(TokenKind.Bytes, reader, offset, ref tokens);
                return Scalar;
            case MessagePackType.Array:
                int elements = reader.ReadArrayHeader();
                tokens.Open(TokenKind.List, offset);
                return elements;
            case MessagePackType.Map:
                int members = reader.ReadMapHeader();
                tokens.Open(TokenKind.Map, offset);
                return 2L * members;
            case MessagePackType.Extension:
                AddExtension(ref reader, offset, ref tokens);
                return Scalar;
            default:
                throw new PayloadException($"the payload is no MessagePack: byte 0x{reader.NextCode:x2} begins no value", offset);
        }
    }

    private static void AddInteger(ref MessagePackReader reader, int offset, ref TokenList tokens)
    {
        if (reader.NextCode != MessagePackCode.UInt64)
        {
            tokens.Add(TokenKind.Integer, offset, reader.ReadInt64());
            return;
        }

        ulong value = reader.ReadUInt64();
        if (value <= long.MaxValue)
        {
            tokens.Add(TokenKind.Integer, offset, (long)value);
            return;
        }

        int start = tokens.AsideStart;
        value.TryFormat(tokens.Aside(DigitsMax), out int digits, default, CultureInfo.InvariantCulture);
        tokens.Keep(digits);
        tokens.AddAside(TokenKind.Number, offset, start);
    }

    /// <summary>The package reads a length of 32 bits as one with a sign.</summary>
    private static void CheckLength(in MessagePackReader reader, in TokenList tokens, int offset)
    {
        ReadOnlySpan<byte> rest = tokens.Payload[offset..];
        if (rest.Length >= HeadMax && reader.NextCode is (MessagePackCode.Str32 or MessagePackCode.Bin32)
            && BinaryPrimitives.ReadUInt32BigEndian(rest[1..]) is var length && length > rest.Length - HeadMax)
        {
            throw new PayloadException($"the payload is no MessagePack: bytes needed {length}, left {rest.Length - HeadMax}", offset);
        }
    }

    /// <summary>What was just read ends where the reader stands, and begins after its head.</summary>
    private static void AddSlice(TokenKind kind, in MessagePackReader reader, int offset, ref TokenList tokens)
    {
        byte code = tokens.Payload[offset];
        int head = code switch
        {
            MessagePackCode.Str8 or MessagePackCode.Bin8 => 2,
            MessagePackCode.Str16 or MessagePackCode.Bin16 => 3,
            MessagePackCode.Str32 or MessagePackCode.Bin32 => HeadMax,
            _ => 1,
        };
        tokens.AddSlice(kind, offset, offset + head, (int)reader.Consumed - offset - head);
    }

    private static void AddExtension(ref MessagePackReader reader, int offset, ref TokenList tokens)
    {
        ExtensionHeader header = reader.ReadExtensionFormatHeader();
        int start = (int)reader.Consumed;
        reader.ReadRaw(header.Length);
        ReadOnlySpan<byte> data = tokens.Payload[start..(int)reader.Consumed];
        (long seconds, uint nanos) = (header.TypeCode, data.Length) switch
        {
            (Timestamp, 4) => (BinaryPrimitives.ReadUInt32BigEndian(data), 0u),
            (Timestamp, 8) => (
                (long)(BinaryPrimitives.ReadUInt64BigEndian(data) & 0x3_ffff_ffff), (uint)(BinaryPrimitives.ReadUInt64BigEndian(data) >> 34)),
            (Timestamp, 12) => (BinaryPrimitives.ReadInt64BigEndian(data[4..]), BinaryPrimitives.ReadUInt32BigEndian(data)),
            _ => (long.MaxValue, 0u),
        };
        if (seconds is >= SecondsMin and <= SecondsMax && nanos < 1_000_000_000)
        {
            tokens.Add(TokenKind.Time, offset, (seconds * 1_000_000) + (nanos / 1_000));
        }
        else
        {
            tokens.Add(TokenKind.Other, offset);
        }
    }
}
