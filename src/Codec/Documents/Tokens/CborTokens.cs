using System.Buffers;
using System.Formats.Cbor;

namespace Ingest.Codec.Documents.Tokens;

/// <summary>CBOR (RFC 8949) to tokens. Tags that say how a value is to be shown are passed over.</summary>
internal static class CborTokens
{
    // It allocates; depth is what the list of tokens watches.
    [ThreadStatic]
    private static CborReader? _reader;

    /// <exception cref="PayloadException">It is no CBOR.</exception>
    public static void Read(ref TokenList tokens)
    {
        int length = tokens.Payload.Length;
        byte[] copy = ArrayPool<byte>.Shared.Rent(length);
        tokens.Payload.CopyTo(copy);
        CborReader reader = _reader ??= new CborReader(
            default, new CborReaderOptions { ConformanceMode = CborConformanceMode.Lax, MaxDepth = int.MaxValue });
        try
        {
            reader.Reset(copy.AsMemory(0, length));
            var mark = TokenMark.None;
            for (CborReaderState state = reader.PeekState(); state != CborReaderState.Finished; state = reader.PeekState())
            {
                mark = Add(reader, state, mark, ref tokens);
            }
        }
        catch (Exception failure) when (failure is CborContentException or InvalidOperationException or OverflowException)
        {
            throw new PayloadException($"the payload is no CBOR: {failure.Message.TrimEnd('.')}", length - reader.BytesRemaining);
        }
        finally
        {
            int rest = reader.BytesRemaining;
            reader.Reset(default);
            ArrayPool<byte>.Shared.Return(copy);
            tokens.Rest = rest;
        }
    }

    /// <returns>What a tag says of the next value.</returns>
    private static TokenMark Add(CborReader reader, CborReaderState state, TokenMark mark, ref TokenList tokens)
    {
        int offset = tokens.Payload.Length - reader.BytesRemaining;
        switch (state)
        {
            case CborReaderState.Tag:
                return CborNumbers.TryAdd(reader, offset, mark, ref tokens, out TokenMark next) ? TokenMark.None : next;
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger:
                CborNumbers.AddInteger(reader, offset, mark, ref tokens);
                break;
            case CborReaderState.StartArray:
                reader.ReadStartArray();
                tokens.Open(TokenKind.List, offset);
                break;
            case CborReaderState.StartMap:
                reader.ReadStartMap();
                tokens.Open(TokenKind.Map, offset);
                break;
            case CborReaderState.EndArray:
                reader.ReadEndArray();
                tokens.Close();
                break;
            case CborReaderState.EndMap:
                reader.ReadEndMap();
                tokens.Close();
                break;
            case CborReaderState.Null:
                reader.ReadNull();
                tokens.Add(TokenKind.Null, offset);
                break;
            case CborReaderState.Boolean:
                tokens.Add(reader.ReadBoolean() ? TokenKind.True : TokenKind.False, offset);
                break;
            case CborReaderState.SimpleValue:
                // Undefined is as good as null: there is no value.
                tokens.Add(reader.ReadSimpleValue() == CborSimpleValue.Undefined ? TokenKind.Null : TokenKind.Other, offset);
                break;
            case CborReaderState.HalfPrecisionFloat:
                tokens.Add(TokenKind.Single, offset, BitConverter.SingleToInt32Bits((float)reader.ReadHalf()), mark);
                break;
            case CborReaderState.SinglePrecisionFloat:
                tokens.Add(TokenKind.Single, offset, BitConverter.SingleToInt32Bits(reader.ReadSingle()), mark);
                break;
            case CborReaderState.DoublePrecisionFloat:
                tokens.Add(TokenKind.Double, offset, BitConverter.DoubleToInt64Bits(reader.ReadDouble()), mark);
                break;
            default:
                CborStrings.Add(reader, state, offset, mark, ref tokens);
                break;
        }

        return TokenMark.None;
    }
}
