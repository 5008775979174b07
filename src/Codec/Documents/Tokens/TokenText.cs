namespace Ingest.Codec.Documents.Tokens;

/// <summary>Tokens in words, for what is said of a payload.</summary>
internal static class TokenText
{
    public static string Name(TokenKind kind) => kind switch
    {
        TokenKind.Null => "null",
        TokenKind.False => "false",
        TokenKind.True => "true",
        TokenKind.Integer or TokenKind.Single or TokenKind.Double or TokenKind.Number => "a number",
        TokenKind.Text => "text",
        TokenKind.Bytes => "bytes",
        TokenKind.Time => "a time",
        TokenKind.List => "a list",
        TokenKind.Map => "an object",
        _ => "of a kind that no column holds",
    };
}
