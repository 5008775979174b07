using System.Text.Json;

namespace Ingest.Codec.Documents.Tokens;

/// <summary>JSON (RFC 8259) to tokens. Numbers stay text, so that they are exact.</summary>
internal static class JsonTokens
{
    /// <exception cref="PayloadException">It is no JSON.</exception>
    public static void Read(ref TokenList tokens, PayloadLimits limits)
    {
        // One deeper than allowed, so that the list says what is too deep as it does for every format.
        var reader = new Utf8JsonReader(tokens.Payload, new JsonReaderOptions { MaxDepth = limits.Depth + 1 });
        try
        {
            while (reader.Read())
            {
                Add(ref reader, ref tokens);
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // The message ends with a line and a position within it; the byte says the same.
            string reason = failure.Message.Split(" LineNumber:")[0].TrimEnd('.');
            throw new PayloadException($"the payload is no JSON: {reason}", (int)reader.BytesConsumed);
        }
    }

    private static void Add(ref Utf8JsonReader reader, ref TokenList tokens)
    {
        int offset = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                tokens.Open(TokenKind.Map, offset);
                break;
            case JsonTokenType.StartArray:
                tokens.Open(TokenKind.List, offset);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                tokens.Close();
                break;
            case JsonTokenType.True:
                tokens.Add(TokenKind.True, offset);
                break;
            case JsonTokenType.False:
                tokens.Add(TokenKind.False, offset);
                break;
            case JsonTokenType.Null:
                tokens.Add(TokenKind.Null, offset);
                break;
            case JsonTokenType.Number:
                tokens.AddSlice(TokenKind.Number, offset, offset, reader.ValueSpan.Length);
                break;
            case JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped:
                int start = tokens.AsideStart;
                tokens.Keep(reader.CopyString(tokens.Aside(reader.ValueSpan.Length)));
                tokens.AddAside(TokenKind.Text, offset, start);
                break;
            default:
                tokens.AddSlice(TokenKind.Text, offset, offset + 1, reader.ValueSpan.Length);
                break;
        }
    }
}
