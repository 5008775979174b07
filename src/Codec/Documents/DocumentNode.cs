using System.Text;
using Ingest.Codec.Documents.Tokens;

namespace Ingest.Codec.Documents;

/// <summary>What a value of a document is.</summary>
public enum DocumentNodeKind
{
    Null,
    Flag,
    Integer,
    Real,
    Text,
    Bytes,
    Time,
    List,
    Map,
    Other,
}

/// <summary>A document as a tree of objects, for whoever wants to see what is in it. Decoding makes none.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Within an object: its name; empty elsewhere.</param>
/// <param name="Number">A number's value as far as a double holds it; 0 elsewhere.</param>
/// <param name="Text">Text; empty elsewhere.</param>
/// <param name="Items">The elements of a list or the members of an object.</param>
public sealed record DocumentNode(DocumentNodeKind Kind, string Name, double Number, string Text, IReadOnlyList<DocumentNode> Items)
{
    /// <exception cref="PayloadException">The payload is no document of that format, or more than the limits allow.</exception>
    public static DocumentNode Read(DocumentFormat format, ReadOnlySpan<byte> payload, PayloadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var tokens = new TokenList(payload, limits, hasBytes: format != DocumentFormat.Json);
        try
        {
            DocumentTokens.Read(format, ref tokens, limits);
            return Of(tokens, 0, "");
        }
        finally
        {
            tokens.Dispose();
        }
    }

    private static DocumentNode Of(in TokenList tokens, int at, string name)
    {
        Token token = tokens[at];
        return token.Kind switch
        {
            TokenKind.List or TokenKind.Map => Container(tokens, at, name),
            TokenKind.False or TokenKind.True => Scalar(DocumentNodeKind.Flag, name, token.Kind == TokenKind.True ? 1 : 0),
            TokenKind.Integer => Scalar(DocumentNodeKind.Integer, name, token.Value),
            TokenKind.Single => Scalar(DocumentNodeKind.Real, name, BitConverter.Int32BitsToSingle((int)token.Value)),
            TokenKind.Double => Scalar(DocumentNodeKind.Real, name, BitConverter.Int64BitsToDouble(token.Value)),
            TokenKind.Number => OfText(Encoding.UTF8.GetString(tokens.Bytes(at)), name),
            TokenKind.Text => new DocumentNode(DocumentNodeKind.Text, name, 0, Encoding.UTF8.GetString(tokens.Bytes(at)), []),
            TokenKind.Bytes => Scalar(DocumentNodeKind.Bytes, name, 0),
            TokenKind.Time => Scalar(DocumentNodeKind.Time, name, token.Value),
            TokenKind.Null => Scalar(DocumentNodeKind.Null, name, 0),
            _ => Scalar(DocumentNodeKind.Other, name, 0),
        };
    }

    private static DocumentNode Container(in TokenList tokens, int at, string name)
    {
        List<DocumentNode> items = [];
        bool isMap = tokens[at].Kind == TokenKind.Map;
        for (int next = at + 1; next < tokens.Next(at);)
        {
            string member = "";
            if (isMap)
            {
                member = NameOf(tokens, next);
                next = tokens.Next(next);
            }

            items.Add(Of(tokens, next, member));
            next = tokens.Next(next);
        }

        return new DocumentNode(isMap ? DocumentNodeKind.Map : DocumentNodeKind.List, name, 0, "", items);
    }

    /// <summary>Integer keys have the name of their digits, as in paths.</summary>
    private static string NameOf(in TokenList tokens, int at) => tokens[at].Kind switch
    {
        TokenKind.Integer => tokens[at].Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        TokenKind.Text => Encoding.UTF8.GetString(tokens.Bytes(at)),
        _ => "",
    };

    private static DocumentNode OfText(string digits, string name)
    {
        bool isNumber = double.TryParse(digits, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double number);
        bool isWhole = digits.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
        return Scalar(!isNumber ? DocumentNodeKind.Other : isWhole ? DocumentNodeKind.Integer : DocumentNodeKind.Real, name, number);
    }

    private static DocumentNode Scalar(DocumentNodeKind kind, string name, double number) => new(kind, name, number, "", []);
}
