using Ingest.Codec.Documents.Tokens;

namespace Ingest.Codec.Documents.Senml;

/// <summary>The fields of RFC 8428, section 4; the numbers are their labels in CBOR (section 6) and 6 more.</summary>
internal enum SenmlField
{
    BaseSum,
    BaseValue,
    BaseUnit,
    BaseTime,
    BaseName,
    Version,
    Name,
    Unit,
    Value,
    TextValue,
    BooleanValue,
    Sum,
    Time,
    UpdateTime,
    DataValue,
}

/// <summary>Labels of fields.</summary>
internal static class SenmlLabels
{
    private const int LeastInteger = -6;
    private const int MostInteger = 8;

    /// <returns>Null: it is no field that this version knows.</returns>
    /// <exception cref="PayloadException">It is one that must be understood.</exception>
    public static SenmlField? Of(in TokenList tokens, int name)
    {
        Token label = tokens[name];
        if (label.Kind == TokenKind.Integer)
        {
            return label.Value is >= LeastInteger and <= MostInteger ? (SenmlField)(label.Value - LeastInteger) : null;
        }

        return label.Kind == TokenKind.Text ? Of(tokens.Bytes(name), label.Offset) : null;
    }

    private static SenmlField? Of(ReadOnlySpan<byte> label, int offset)
    {
        SenmlField? field = label switch
        {
            [(byte)'n'] => SenmlField.Name,
            [(byte)'u'] => SenmlField.Unit,
            [(byte)'v'] => SenmlField.Value,
            [(byte)'s'] => SenmlField.Sum,
            [(byte)'t'] => SenmlField.Time,
            [(byte)'v', (byte)'s'] => SenmlField.TextValue,
            [(byte)'v', (byte)'b'] => SenmlField.BooleanValue,
            [(byte)'v', (byte)'d'] => SenmlField.DataValue,
            [(byte)'u', (byte)'t'] => SenmlField.UpdateTime,
            [(byte)'b', (byte)'n'] => SenmlField.BaseName,
            [(byte)'b', (byte)'t'] => SenmlField.BaseTime,
            [(byte)'b', (byte)'u'] => SenmlField.BaseUnit,
            [(byte)'b', (byte)'v'] => SenmlField.BaseValue,
            [(byte)'b', (byte)'s'] => SenmlField.BaseSum,
            [(byte)'b', (byte)'v', (byte)'e', (byte)'r'] => SenmlField.Version,
            _ => null,
        };

        // RFC 8428, section 4.4: such a field is an error for who does not know it.
        return field is null && label is [.., (byte)'_']
            ? throw new PayloadException("the record has a field that must be understood (its label ends with _) and is not known", offset)
            : field;
    }

    /// <summary>The label in JSON.</summary>
    public static string Text(SenmlField field) => field switch
    {
        SenmlField.BaseSum => "bs",
        SenmlField.BaseValue => "bv",
        SenmlField.BaseUnit => "bu",
        SenmlField.BaseTime => "bt",
        SenmlField.BaseName => "bn",
        SenmlField.Version => "bver",
        SenmlField.Name => "n",
        SenmlField.Unit => "u",
        SenmlField.Value => "v",
        SenmlField.TextValue => "vs",
        SenmlField.BooleanValue => "vb",
        SenmlField.DataValue => "vd",
        SenmlField.Sum => "s",
        SenmlField.Time => "t",
        _ => "ut",
    };
}
