using System.Globalization;
using Ingest.Codec.Documents.Tokens;
using Ingest.Codec.Values;

namespace Ingest.Codec.Documents.Samples;

/// <summary>What a value that is a time means: a number of units, or text.</summary>
/// <param name="Unit">What a number counts; null: times are RFC 3339 text.</param>
internal sealed record TimeForm(EpochUnit? Unit)
{
    public static readonly TimeForm Rfc3339 = new((EpochUnit?)null);

    private const int NumberCharsMax = 40;

    /// <exception cref="MappingException">There is no such form.</exception>
    public static TimeForm Parse(string name, string property)
    {
        if (name == DocumentTime.Rfc3339)
        {
            return Rfc3339;
        }

        string[] known = [.. EpochUnits.Names, DocumentTime.Rfc3339];
        return EpochUnits.Of(name) is { } unit
            ? new TimeForm(unit)
            : throw new MappingException(
                property,
                $"'{name}' is no form of a time, expected one of {string.Join(", ", known)}"
                + (Spelling.Nearest(name, known) is { } nearest ? $"; did you mean {nearest}?" : ""));
    }

    /// <summary>Microseconds since 1970.</summary>
    /// <param name="tokens">The document.</param>
    /// <param name="at">The token that is the time.</param>
    /// <param name="baseMicros">What a number counts from. Not for what is a time by itself: it counts from 1970.</param>
    /// <exception cref="PayloadException">It is no time of this form.</exception>
    public long Read(in TokenList tokens, int at, long baseMicros)
    {
        Token token = tokens[at];
        if (token.Kind == TokenKind.Time)
        {
            return token.Value;
        }

        if (token.Kind == TokenKind.Text)
        {
            ReadOnlySpan<byte> text = tokens.Bytes(at);
            return token.Mark == TokenMark.TimeText || Unit is null
                ? SampleTime.Parse(text, "the time", token.Offset)
                : SampleTime.Of(text, Unit.Value, baseMicros, token.Offset);
        }

        bool isSeconds = token.Mark == TokenMark.TimeSeconds;
        return (isSeconds ? EpochUnit.Seconds : Unit) is { } unit
            ? Number(tokens, at, unit, isSeconds ? 0 : baseMicros)
            : throw Wrong(token, "text such as 2021-01-01T00:00:00Z");
    }

    private static long Number(in TokenList tokens, int at, EpochUnit unit, long baseMicros)
    {
        Token token = tokens[at];
        switch (token.Kind)
        {
            case TokenKind.Integer:
                return SampleTime.Of(token.Value, unit, baseMicros, token.Offset);
            case TokenKind.Double:
                return SampleTime.Of(BitConverter.Int64BitsToDouble(token.Value), unit, baseMicros, token.Offset);
            case TokenKind.Number:
                return SampleTime.Of(tokens.Bytes(at), unit, baseMicros, token.Offset);
            case TokenKind.Single:
                // Its own shortest decimal, not that of its double.
                Span<byte> text = stackalloc byte[NumberCharsMax];
                BitConverter.Int32BitsToSingle((int)token.Value).TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
                return SampleTime.Of(text[..length], unit, baseMicros, token.Offset);
            default:
                throw Wrong(token, "a number");
        }
    }

    private static PayloadException Wrong(Token token, string expected) =>
        new($"the time is {TokenText.Name(token.Kind)}, expected {expected}", token.Offset);
}
