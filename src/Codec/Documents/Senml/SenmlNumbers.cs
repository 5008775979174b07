using System.Buffers.Text;
using System.Globalization;
using Ingest.Codec.Documents.Tokens;

namespace Ingest.Codec.Documents.Senml;

/// <summary>Numbers of a pack, to be added: exactly as decimals wherever they fit into 28 digits.</summary>
internal static class SenmlNumbers
{
    private const int CharsMax = 40;

    /// <returns>Whether it is a number that a decimal holds.</returns>
    public static bool TryDecimal(in TokenList tokens, int at, out decimal value)
    {
        Token token = tokens[at];
        value = 0;
        Span<byte> text = stackalloc byte[CharsMax];
        int length;
        switch (token.Kind)
        {
            case TokenKind.Integer:
                value = token.Value;
                return true;
            case TokenKind.Number:
                return decimal.TryParse(tokens.Bytes(at), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            case TokenKind.Single:
                BitConverter.Int32BitsToSingle((int)token.Value).TryFormat(text, out length, "R", CultureInfo.InvariantCulture);
                return decimal.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            case TokenKind.Double:
                BitConverter.Int64BitsToDouble(token.Value).TryFormat(text, out length, "R", CultureInfo.InvariantCulture);
                return decimal.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            default:
                return false;
        }
    }

    /// <summary>A number as the nearest double.</summary>
    public static double Double(in TokenList tokens, int at)
    {
        Token token = tokens[at];
        return token.Kind switch
        {
            TokenKind.Integer => token.Value,
            TokenKind.Single => BitConverter.Int32BitsToSingle((int)token.Value),
            TokenKind.Double => BitConverter.Int64BitsToDouble(token.Value),
            _ => Utf8Parser.TryParse(tokens.Bytes(at), out double value, out _) ? value : double.NaN,
        };
    }
}
