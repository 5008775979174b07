using System.Text.Unicode;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents.Samples;
using Ingest.Codec.Documents.Tokens;

namespace Ingest.Codec.Documents.Senml;

/// <summary>A sample for each record, whatever its name: name, unit, value, text, data, sum.</summary>
internal sealed class RecordSamples : ISenmlTarget
{
    private const int Name = 0;
    private const int Unit = 1;
    private const int Value = 2;
    private const int TextValue = 3;
    private const int DataValue = 4;
    private const int Sum = 5;

    private readonly SenmlValues[] _values;

    /// <param name="number">The type of values and sums.</param>
    public RecordSamples(ColumnType number)
    {
        Channels =
        [
            new Channel("name", ColumnType.Text),
            new Channel("unit", ColumnType.Text),
            new Channel("value", number),
            new Channel("text_value", ColumnType.Text),
            new Channel("data_value", ColumnType.Binary),
            new Channel("sum", number),
        ];
        _values = [.. Channels.Select(channel => new SenmlValues(channel))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Channel> Channels { get; }

    /// <inheritdoc/>
    public IEnumerable<string?> Settings => ["long"];

    /// <inheritdoc/>
    public int Append(in TokenList tokens, SampleColumns columns, PayloadLimits limits)
    {
        var pack = new SenmlPack(tokens, columns.RowTime);
        var repetition = new Repetition(limits);
        int rows = 0;
        try
        {
            while (pack.MoveNext(tokens))
            {
                if (rows == limits.Samples || (rows + 1L) * _values.Length > limits.Points)
                {
                    throw new PayloadException(
                        $"payload has more than {rows} samples, expected at most {limits.Samples} and {limits.Points} values", tokens[0].Offset);
                }

                // Only these come from one record and go to many.
                repetition.Add(Length(tokens, pack[SenmlField.BaseName]) + Length(tokens, pack[SenmlField.BaseUnit]), 1, tokens[0].Offset);
                AppendRecord(tokens, pack, columns);
                rows++;
            }
        }
        catch (PayloadException fault)
        {
            throw fault.With($"record {pack.Count}: {fault.Reason}");
        }

        return rows;
    }

    private void AppendRecord(in TokenList tokens, in SenmlPack pack, SampleColumns columns)
    {
        SenmlNames.Check(tokens, pack);
        columns.Time.Append(pack.Time(tokens));
        AppendName(tokens, pack, (BytesColumn)columns.Channels[Name]);
        SenmlField? field = pack.ValueField;
        int number = field is SenmlField.Value or SenmlField.BooleanValue ? pack[field.Value] : -1;
        Append(tokens, Unit, SenmlNames.Unit(pack), -1, columns);
        Append(tokens, Value, number, field is SenmlField.Value ? pack[SenmlField.BaseValue] : -1, columns);
        Append(tokens, TextValue, field is SenmlField.TextValue ? pack[SenmlField.TextValue] : -1, -1, columns);
        Append(tokens, DataValue, field is SenmlField.DataValue ? pack[SenmlField.DataValue] : -1, -1, columns);
        Append(tokens, Sum, pack[SenmlField.Sum], pack[SenmlField.BaseSum], columns);
    }

    private static int Length(in TokenList tokens, int at) => at < 0 ? 0 : tokens[at].High;

    private void Append(in TokenList tokens, int channel, int value, int from, SampleColumns columns) =>
        _values[channel].Append(tokens, value, from, columns.Channels[channel]);

    private static void AppendName(in TokenList tokens, in SenmlPack pack, BytesColumn column)
    {
        ReadOnlySpan<byte> from = SenmlNames.Text(tokens, pack[SenmlField.BaseName]);
        ReadOnlySpan<byte> own = SenmlNames.Text(tokens, pack[SenmlField.Name]);
        Span<byte> name = column.AppendUninitialized(from.Length + own.Length);
        from.CopyTo(name);
        own.CopyTo(name[from.Length..]);
        if (!Utf8.IsValid(name))
        {
            int at = Math.Max(pack[SenmlField.Name], pack[SenmlField.BaseName]);
            throw new PayloadException("the record's name is no UTF-8 text", tokens[at].Offset);
        }
    }
}
