using System.Globalization;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents.Samples;
using Ingest.Codec.Documents.Tokens;
using Ingest.Codec.Values;

namespace Ingest.Codec.Documents.Senml;

/// <summary>Appends resolved values to one channel's column: a number and its base number are added exactly. Stateless.</summary>
internal sealed class SenmlValues(Channel channel)
{
    private const int CharsMax = 40;

    private readonly TokenValues _tokens = new(channel, TimeForm.Rfc3339);
    private readonly ChannelValues _values = new(channel);

    /// <param name="tokens">The document.</param>
    /// <param name="at">The value; negative: none.</param>
    /// <param name="baseAt">What is added to it; negative: nothing.</param>
    /// <param name="column">The channel's column.</param>
    /// <exception cref="PayloadException">The column cannot hold it.</exception>
    public void Append(in TokenList tokens, int at, int baseAt, ColumnBuffer column)
    {
        if (at < 0 || baseAt < 0)
        {
            _tokens.Append(tokens, Math.Max(at, baseAt), column);
            return;
        }

        int offset = tokens[at].Offset;
        if (SenmlNumbers.TryDecimal(tokens, at, out decimal value) && SenmlNumbers.TryDecimal(tokens, baseAt, out decimal from)
            && Math.Abs(value) < decimal.MaxValue / 2 && Math.Abs(from) < decimal.MaxValue / 2)
        {
            Span<byte> text = stackalloc byte[CharsMax];
            (value + from).TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
            _values.AppendNumber(column, text[..length], offset);
        }
        else
        {
            _values.Append(column, SenmlNumbers.Double(tokens, at) + SenmlNumbers.Double(tokens, baseAt), offset);
        }
    }
}
