using System.Globalization;
using Ingest.Codec.Columns;

namespace Ingest.Codec.CayenneLpp;

/// <summary>
/// Reads Cayenne Low Power Payloads (<c>docs/cayenne-lpp.md</c>): values one after another, each a channel's number, a type and the
/// type's data. A payload is one sample at its row's own time. A channel that is not in it is null, a value that no channel
/// asks for is passed over. Allocates nothing but what the columns grow by.
/// </summary>
public sealed class CayenneLppDecoder : IPayloadDecoder
{
    /// <summary>The codec's name in the configuration.</summary>
    public const string Name = "cayenne-lpp";

    private const int ChannelsMax = 1_024;
    private const int HeadBytes = 2;

    private readonly LppColumn[] _columns;
    private readonly Dictionary<int, int[]> _columnsOf;
    private readonly PayloadLimits _limits;

    /// <param name="channels">The columns, 1 to 1024.</param>
    /// <param name="limits">What a payload may grow to.</param>
    /// <exception cref="DecoderException">A channel has no such value; the message is a sentence.</exception>
    public CayenneLppDecoder(IReadOnlyList<LppChannel> channels, PayloadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(limits);
        if (channels.Count is 0 or > ChannelsMax)
        {
            throw new DecoderException($"there are {channels.Count} channels, expected 1 to {ChannelsMax}");
        }

        _limits = limits;
        _columns = [.. channels.Select(channel => new LppColumn(channel))];
        _columnsOf = Enumerable.Range(0, _columns.Length)
            .GroupBy(index => Key(_columns[index].Number, _columns[index].Type))
            .ToDictionary(group => group.Key, group => group.ToArray());
        Channels = [.. channels.Select(channel => channel.Channel)];
        Definition = DefinitionHash.Of(channels.SelectMany(channel => DefinitionHash.Of(channel.Channel).Concat(
            [channel.Number.ToString(CultureInfo.InvariantCulture), channel.Type, channel.Part ?? ""])));
    }

    /// <inheritdoc/>
    public string Codec => Name;

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public string Definition { get; }

    /// <inheritdoc/>
    public bool NeedsRowTime => true;

    /// <inheritdoc/>
    public IReadOnlyList<Channel> Channels { get; }

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (payload.Length > _limits.Bytes)
        {
            throw new PayloadException($"payload has {payload.Length} bytes, expected at most {_limits.Bytes}", _limits.Bytes);
        }

        // Where each column's data begin; 0 is the first value's head and means none.
        Span<int> starts = stackalloc int[_columns.Length];
        starts.Clear();
        Find(payload, starts);
        long time = samples.RowTime ?? throw new PayloadException("the payload has no time, and the row has none");
        int before = samples.Count;
        try
        {
            for (int i = 0; i < _columns.Length; i++)
            {
                if (starts[i] == 0)
                {
                    samples.Channels[i].AppendNull();
                }
                else
                {
                    _columns[i].Append(payload, starts[i], samples.Channels[i]);
                }
            }

            samples.Time.Append(time);
            return 1;
        }
        catch
        {
            samples.RollBack(before);
            throw;
        }
    }

    private static int Key(byte number, LppType type) => (number << 8) | type.Code;

    /// <summary>Goes through the whole payload before anything is appended.</summary>
    private void Find(ReadOnlySpan<byte> payload, Span<int> starts)
    {
        if (payload.IsEmpty)
        {
            throw new PayloadException("payload is empty, expected at least one value", 0);
        }

        // A bit for each type that a channel has had.
        Span<uint> seen = stackalloc uint[256];
        seen.Clear();
        for (int offset = 0; offset < payload.Length;)
        {
            LppType type = Head(payload, offset);
            byte number = payload[offset];
            uint bit = 1u << type.Ordinal;
            if ((seen[number] & bit) != 0)
            {
                throw new PayloadException($"channel {number} has {type.Name} twice, expected once", offset);
            }

            seen[number] |= bit;
            if (_columnsOf.TryGetValue(Key(number, type), out int[]? columns))
            {
                foreach (int column in columns)
                {
                    starts[column] = offset + HeadBytes;
                }
            }

            offset += HeadBytes + type.Bytes;
        }
    }

    /// <summary>The type of the value at that offset, all of whose data are there.</summary>
    private static LppType Head(ReadOnlySpan<byte> payload, int offset)
    {
        if (payload.Length - offset < HeadBytes)
        {
            throw new PayloadException("payload ends after a channel's number, expected its type and data", payload.Length);
        }

        LppType type = LppType.Of(payload[offset + 1])
            ?? throw new PayloadException($"type is {payload[offset + 1]}, expected a type of Cayenne LPP", offset + 1);
        int there = payload.Length - offset - HeadBytes;
        return there >= type.Bytes
            ? type
            : throw new PayloadException($"payload ends in the data of {type.Name}: {there} bytes, expected {type.Bytes}", payload.Length);
    }
}
