namespace Ingest.Codec.Documents.Tokens;

/// <summary>A whole payload to tokens, by its format.</summary>
internal static class DocumentTokens
{
    /// <exception cref="PayloadException">It is no document of that format, or more than the limits allow.</exception>
    public static void Read(DocumentFormat format, ref TokenList tokens, PayloadLimits limits)
    {
        int length = tokens.Payload.Length;
        if (length == 0 || length > limits.Bytes)
        {
            throw new PayloadException($"payload has {length} bytes, expected 1 to {limits.Bytes}", Math.Min(length, limits.Bytes));
        }

        switch (format)
        {
            case DocumentFormat.Json:
                JsonTokens.Read(ref tokens, limits);
                break;
            case DocumentFormat.Cbor:
                CborTokens.Read(ref tokens);
                break;
            default:
                MessagePackTokens.Read(ref tokens, limits);
                break;
        }

        if (tokens.Rest != 0)
        {
            throw new PayloadException($"bytes after the document: {tokens.Rest}, expected none", length - tokens.Rest);
        }
    }
}
