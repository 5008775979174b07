using System.Text;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents.Tokens;

namespace Ingest.Codec.Documents.Senml;

/// <summary>A sample for each time, a channel for each name: records that no channel takes are passed over.</summary>
internal sealed class NamedSamples : ISenmlTarget
{
    private readonly SenmlChannel[] _channels;
    private readonly SenmlValues[] _values;
    private readonly (byte[] Name, byte[]? Unit)[] _keys;

    /// <exception cref="MappingException">A channel of text or bytes takes sums.</exception>
    public NamedSamples(IReadOnlyList<SenmlChannel> channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        for (int i = 0; i < channels.Count; i++)
        {
            if (channels[i] is { Sum: true, Channel.Type: { Kind: ColumnKind.Text or ColumnKind.Binary } type })
            {
                throw new MappingException($"Channels[{i}].Sum", $"a sum is a number, expected a type of numbers and not {type}");
            }
        }

        _channels = [.. channels];
        _values = [.. channels.Select(channel => new SenmlValues(channel.Channel))];
        _keys = [.. channels.Select(channel => (Encoding.UTF8.GetBytes(channel.Record), Bytes(channel.RecordUnit)))];
        Channels = [.. channels.Select(channel => channel.Channel)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Channel> Channels { get; }

    /// <inheritdoc/>
    public IEnumerable<string?> Settings =>
        _channels.SelectMany(channel => new[] { channel.Record, channel.RecordUnit, channel.Sum.ToString() }).Prepend("named");

    /// <inheritdoc/>
    public int Append(in TokenList tokens, SampleColumns columns, PayloadLimits limits)
    {
        var rows = new SenmlRows(_values.Length, limits);
        try
        {
            Collect(tokens, columns.RowTime, limits, ref rows);
            rows.Times.CopyTo(columns.Time.AppendUninitialized(rows.Count));
            for (int channel = 0; channel < _values.Length; channel++)
            {
                for (int row = 0; row < rows.Count; row++)
                {
                    (int value, int from) = rows[row, channel];
                    _values[channel].Append(tokens, value, from, columns.Channels[channel]);
                }
            }

            return rows.Count;
        }
        finally
        {
            rows.Dispose();
        }
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private void Collect(in TokenList tokens, long? now, PayloadLimits limits, ref SenmlRows rows)
    {
        var pack = new SenmlPack(tokens, now);
        try
        {
            while (pack.MoveNext(tokens))
            {
                Put(tokens, pack, ref rows);
            }
        }
        catch (PayloadException fault)
        {
            throw fault.With($"record {pack.Count}: {fault.Reason}");
        }
    }

    private void Put(in TokenList tokens, in SenmlPack pack, ref SenmlRows rows)
    {
        SenmlNames.Check(tokens, pack);
        long? time = null;
        for (int channel = 0; channel < _channels.Length; channel++)
        {
            (int value, int from) = Taken(pack, _channels[channel].Sum);
            if (Math.Max(value, from) >= 0 && SenmlNames.Matches(tokens, pack, _keys[channel].Name, _keys[channel].Unit))
            {
                rows.Put(time ??= pack.Time(tokens), channel, value, from, tokens[Math.Max(value, from)].Offset);
            }
        }
    }

    /// <summary>What of a record a channel takes, and what is added to it.</summary>
    private static (int Value, int Base) Taken(in SenmlPack pack, bool sum) => sum
        ? (pack[SenmlField.Sum], pack[SenmlField.BaseSum])
        : pack.ValueField is { } field
            ? (pack[field], field == SenmlField.Value ? pack[SenmlField.BaseValue] : -1)
            : (-1, -1);
}
