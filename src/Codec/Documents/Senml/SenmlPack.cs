using System.Runtime.CompilerServices;
using Ingest.Codec.Documents.Tokens;
using Ingest.Codec.Values;

namespace Ingest.Codec.Documents.Senml;

/// <summary>The records of a pack, one after the other, with the base fields that hold for each (RFC 8428, sections 4.1 to 4.6).</summary>
internal struct SenmlPack
{
    /// <summary>The version that the RFC defines.</summary>
    private const int VersionMax = 10;

    /// <summary>Times below are relative to now: 2^28.</summary>
    private const long AbsoluteSecondsMin = 1 << 28;

    /// <summary>No number has more characters: base numbers are added again and again. The RFC advises 24 (section 5).</summary>
    private const int NumberCharsMax = 100;

    private readonly long? _now;
    private readonly int _end;
    private Fields _fields;
    private int _next;
    private int _offset;

    /// <param name="tokens">The document.</param>
    /// <param name="now">What relative times count from, in microseconds since 1970.</param>
    public SenmlPack(in TokenList tokens, long? now)
    {
        if (tokens[0].Kind != TokenKind.List)
        {
            throw new PayloadException($"the pack is {TokenText.Name(tokens[0].Kind)}, expected a list of records", 0);
        }

        _now = now;
        _next = 1;
        _end = tokens.Next(0);
        _fields.Clear(0);
    }

    /// <summary>Records up to the current one.</summary>
    public int Count { get; private set; }

    /// <summary>The token of a field: of the record, or of a base field of this one or one before it; -1 where there is none.</summary>
    public readonly int this[SenmlField field] => _fields[(int)field];

    /// <summary>The field that is the record's value; null: it has only a sum.</summary>
    public SenmlField? ValueField { get; private set; }

    /// <summary>Goes to the next record that measures something: those of base fields alone do not.</summary>
    public bool MoveNext(in TokenList tokens)
    {
        while (_next < _end)
        {
            Count++;
            Read(tokens, _next);
            _next = tokens.Next(_next);
            if (ValueField is not null || this[SenmlField.Sum] >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Microseconds since 1970.</summary>
    public readonly long Time(in TokenList tokens)
    {
        decimal seconds = Seconds(tokens, SenmlField.BaseTime) + Seconds(tokens, SenmlField.Time);
        long micros = Micros(seconds);
        if (seconds >= AbsoluteSecondsMin)
        {
            return micros;
        }

        return _now is { } now
            ? SampleTime.Of(micros, EpochUnit.Microseconds, now, _offset)
            : throw new PayloadException("the record's time is relative to now, and the row has no time", _offset);
    }

    private void Read(in TokenList tokens, int record)
    {
        _offset = tokens[record].Offset;
        if (tokens[record].Kind != TokenKind.Map)
        {
            throw new PayloadException($"the record is {TokenText.Name(tokens[record].Kind)}, expected an object", _offset);
        }

        _fields.Clear((int)SenmlField.Name);
        ValueField = null;
        int end = tokens.Next(record);
        for (int label = record + 1; label < end;)
        {
            int value = tokens.Next(label);
            if (SenmlLabels.Of(tokens, label) is { } field)
            {
                Set(tokens, field, value);
            }

            label = tokens.Next(value);
        }
    }

    private void Set(in TokenList tokens, SenmlField field, int value)
    {
        Token token = tokens[value];
        bool isNumber = token.Kind is TokenKind.Integer or TokenKind.Number or TokenKind.Single or TokenKind.Double;
        (bool fits, string expected) = field switch
        {
            SenmlField.BaseName or SenmlField.BaseUnit or SenmlField.Name or SenmlField.Unit or SenmlField.TextValue =>
                (token.Kind == TokenKind.Text, "text"),
            SenmlField.BooleanValue => (token.Kind is TokenKind.True or TokenKind.False, "true or false"),
            SenmlField.DataValue => (token.Kind == (tokens.HasBytes ? TokenKind.Bytes : TokenKind.Text), tokens.HasBytes ? "bytes" : "text"),
            SenmlField.Version => (
                isNumber && SenmlNumbers.TryDecimal(tokens, value, out decimal version) && version <= VersionMax,
                $"a number up to {VersionMax}"),
            _ => (isNumber, "a number"),
        };
        if (!fits)
        {
            string found = isNumber && field == SenmlField.Version ? "another number" : TokenText.Name(token.Kind);
            throw new PayloadException($"{SenmlLabels.Text(field)} is {found}, expected {expected}", token.Offset);
        }

        if (token.Kind == TokenKind.Number && token.High > NumberCharsMax)
        {
            throw new PayloadException(
                $"{SenmlLabels.Text(field)} is a number of {token.High} characters, expected at most {NumberCharsMax}", token.Offset);
        }

        if (field is SenmlField.Value or SenmlField.TextValue or SenmlField.BooleanValue or SenmlField.DataValue)
        {
            ValueField = ValueField is null || ValueField == field
                ? field
                : throw new PayloadException(
                    $"the record has {SenmlLabels.Text(ValueField.Value)} and {SenmlLabels.Text(field)}, expected one value", token.Offset);
        }

        _fields[(int)field] = value;
    }

    private readonly decimal Seconds(in TokenList tokens, SenmlField field)
    {
        int at = this[field];
        return at < 0 ? 0
            : SenmlNumbers.TryDecimal(tokens, at, out decimal seconds) && Math.Abs(seconds) <= SampleTime.MicrosMax ? seconds
            : throw new PayloadException($"{SenmlLabels.Text(field)} is no number of seconds in the years 1 to 9999", tokens[at].Offset);
    }

    private readonly long Micros(decimal seconds)
    {
        decimal micros = decimal.Floor(seconds * 1_000_000);
        return micros is >= SampleTime.MicrosMin and <= SampleTime.MicrosMax
            ? (long)micros
            : throw new PayloadException($"the record's time, {seconds} s, is not in the years 1 to 9999", _offset);
    }

    /// <summary>A token a field.</summary>
    [InlineArray((int)SenmlField.DataValue + 1)]
    private struct Fields
    {
        private int _first;

        public void Clear(int from) => ((Span<int>)this)[from..].Fill(-1);
    }
}
