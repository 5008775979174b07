using System.Formats.Cbor;

namespace Ingest.Codec.Documents.Tokens;

/// <summary>Text and bytes of CBOR: whole ones stay in the payload, those in pieces are joined beside it.</summary>
internal static class CborStrings
{
    public static void Add(CborReader reader, CborReaderState state, int offset, TokenMark mark, ref TokenList tokens)
    {
        switch (state)
        {
            case CborReaderState.TextString:
                int text = reader.ReadDefiniteLengthTextStringBytes().Length;
                tokens.AddSlice(TokenKind.Text, offset, Here(reader, tokens) - text, text, mark);
                break;
            case CborReaderState.ByteString:
                int bytes = reader.ReadDefiniteLengthByteString().Length;
                tokens.AddSlice(TokenKind.Bytes, offset, Here(reader, tokens) - bytes, bytes, mark);
                break;
            case CborReaderState.StartIndefiniteLengthTextString:
                AddText(reader, offset, mark, ref tokens);
                break;
            case CborReaderState.StartIndefiniteLengthByteString:
                int start = tokens.AsideStart;
                JoinBytes(reader, ref tokens);
                tokens.AddAside(TokenKind.Bytes, offset, start, mark);
                break;
            default:
                throw new PayloadException($"the payload is no CBOR: found {state}, expected a value", offset);
        }
    }

    /// <summary>Bytes in pieces, joined beside the payload.</summary>
    public static void JoinBytes(CborReader reader, ref TokenList tokens)
    {
        reader.ReadStartIndefiniteLengthByteString();
        while (reader.PeekState() != CborReaderState.EndIndefiniteLengthByteString)
        {
            Keep(reader.ReadDefiniteLengthByteString().Span, ref tokens);
        }

        reader.ReadEndIndefiniteLengthByteString();
    }

    private static void AddText(CborReader reader, int offset, TokenMark mark, ref TokenList tokens)
    {
        int start = tokens.AsideStart;
        reader.ReadStartIndefiniteLengthTextString();
        while (reader.PeekState() != CborReaderState.EndIndefiniteLengthTextString)
        {
            Keep(reader.ReadDefiniteLengthTextStringBytes().Span, ref tokens);
        }

        reader.ReadEndIndefiniteLengthTextString();
        tokens.AddAside(TokenKind.Text, offset, start, mark);
    }

    private static void Keep(ReadOnlySpan<byte> piece, ref TokenList tokens)
    {
        piece.CopyTo(tokens.Aside(piece.Length));
        tokens.Keep(piece.Length);
    }

    private static int Here(CborReader reader, in TokenList tokens) => tokens.Payload.Length - reader.BytesRemaining;
}
