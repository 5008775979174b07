using System.Text;
using Ingest.Codec.Columns;

namespace Ingest.Codec.Shapes;

/// <summary>Turns samples of many channels into one row for each value (<c>docs/envelopes.md</c>): time, channel, value. A value that is
/// null gives no row. Samples keep their order, channels that of the wide decoder.</summary>
public sealed class LongDecoder : IPayloadDecoder, IDisposable
{
    private readonly IPayloadDecoder _wide;
    private readonly byte[][] _names;
    private readonly LongValues[] _values;
    private readonly FreeList<Scratch> _scratch;

    /// <param name="wide">Reads the payloads; disposed with this one.</param>
    /// <param name="value">The type of all values: double, or a decimal that holds every decimal and integer of the channels.</param>
    /// <exception cref="DecoderException">The values do not go into one column of that type; the message is a sentence.</exception>
    public LongDecoder(IPayloadDecoder wide, ColumnType value)
    {
        ArgumentNullException.ThrowIfNull(wide);
        if (value.Kind is not (ColumnKind.Double or ColumnKind.Decimal) || value.Precision > Channel.PrecisionMax)
        {
            throw new DecoderException($"values are {value}, expected double or a decimal of at most {Channel.PrecisionMax} digits");
        }

        _wide = wide;
        var column = new Channel("value", value);
        Channels = [new Channel("channel", ColumnType.Text), column];
        _names = [.. wide.Channels.Select(channel => Encoding.UTF8.GetBytes(channel.Name))];
        _values = [.. wide.Channels.Select(channel => new LongValues(channel, column))];
        _scratch = new FreeList<Scratch>(() => new Scratch(wide.Channels));
        Definition = DefinitionHash.Of(["long", .. wide.Channels.SelectMany(DefinitionHash.Of), wide.Definition]);
    }

    /// <summary>The wide decoder's.</summary>
    public string Codec => _wide.Codec;

    /// <summary>The wide decoder's.</summary>
    public int Version => _wide.Version;

    /// <inheritdoc/>
    public string Definition { get; }

    /// <inheritdoc/>
    public bool NeedsRowTime => _wide.NeedsRowTime;

    /// <summary><c>channel</c>, the name, and <c>value</c>.</summary>
    public IReadOnlyList<Channel> Channels { get; }

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        Scratch scratch = _scratch.Rent();
        int before = samples.Count;
        try
        {
            scratch.Columns.RowTime = samples.RowTime;
            scratch.Columns.RowVersion = samples.RowVersion;
            int count = _wide.Decode(payload, scratch.Columns);
            for (int row = 0; row < count; row++)
            {
                AppendSample(scratch.Columns, row, samples);
            }

            return samples.Count - before;
        }
        catch
        {
            samples.RollBack(before);
            throw;
        }
        finally
        {
            scratch.Rest();
            _scratch.Return(scratch);
        }
    }

    /// <summary>Disposes the wide decoder as well.</summary>
    public void Dispose()
    {
        _scratch.Dispose();
        (_wide as IDisposable)?.Dispose();
    }

    private void AppendSample(SampleColumns wide, int row, SampleColumns samples)
    {
        var names = (BytesColumn)samples.Channels[0];
        for (int channel = 0; channel < _names.Length; channel++)
        {
            ColumnBuffer from = wide.Channels[channel];
            if (from.IsNull(row))
            {
                continue;
            }

            names.Append(_names[channel]);
            _values[channel].Append(from, row, samples.Channels[1]);
            samples.Time.Append(wide.Time.Values[row]);
        }
    }

    /// <summary>The samples of one payload, wide.</summary>
    private sealed class Scratch(IReadOnlyList<Channel> channels) : IDisposable
    {
        // Longer columns go back between payloads: rare ones would be kept for good.
        private const long KeptBytesMax = 1 << 20;

        public SampleColumns Columns { get; } = new(
            new FixedColumn<long>(ColumnType.TimestampMicros), [.. channels.Select(channel => ColumnBuffer.Create(channel.Type))]);

        public void Rest()
        {
            Columns.RollBack(0);
            long bytes = Columns.Time.CapacityBytes;
            for (int i = 0; i < Columns.Channels.Count; i++)
            {
                bytes += Columns.Channels[i].CapacityBytes;
            }

            if (bytes > KeptBytesMax)
            {
                Dispose();
            }
        }

        public void Dispose()
        {
            Columns.Time.Dispose();
            foreach (ColumnBuffer column in Columns.Channels)
            {
                column.Dispose();
            }
        }
    }
}
