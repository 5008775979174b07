using Ingest.Codec.Columns;

namespace Ingest.Codec.Layout.Building;

/// <summary>What all scopes of one description share.</summary>
internal sealed class LayoutContext
{
    private const int ChannelsMax = 1_024;

    private const int FieldsMax = 2_048;

    private readonly List<Channel> _channels = [];
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private int _fields;

    /// <summary>How integers are stored where a field does not say it.</summary>
    public bool BigEndian { get; init; }

    /// <summary>Named types.</summary>
    public IReadOnlyDictionary<string, JsonItem> Types { get; init; } = new Dictionary<string, JsonItem>();

    public int Slots { get; private set; }

    public IReadOnlyList<Channel> Channels => _channels;

    /// <summary>Whether some field is the samples' time.</summary>
    public bool HasTime { get; set; }

    /// <summary>Whether some time counts from the row's own.</summary>
    public bool NeedsRowTime { get; set; }

    public int TakeSlot() => Slots++;

    /// <summary>Counts the fields that become columns: each takes room on the stack.</summary>
    /// <exception cref="LayoutException">There are too many.</exception>
    public void TakeFields(int count, int line, string field)
    {
        _fields += count;
        if (_fields > FieldsMax)
        {
            throw new LayoutException(line, field, $"more than {FieldsMax} fields that become columns");
        }
    }

    /// <summary>Begins with what a named type means.</summary>
    /// <exception cref="LayoutException">It has begun already: the name means itself.</exception>
    public void Enter(string type, int line, string field)
    {
        if (!_open.Add(type))
        {
            throw new LayoutException(line, field, $"the type '{type}' is made of itself");
        }
    }

    public void Leave(string type) => _open.Remove(type);

    /// <summary>The position of a channel, which several fields may give if a record has one of them at most.</summary>
    /// <exception cref="LayoutException">Another field of that name becomes a column of another type.</exception>
    public int Channel(string name, ColumnType type, string? unit, int line, string field)
    {
        int known = _channels.FindIndex(channel => channel.Name == name);
        if (known < 0)
        {
            if (_channels.Count == ChannelsMax)
            {
                throw new LayoutException(line, field, $"more than {ChannelsMax} channels");
            }

            _channels.Add(new Channel(name, type, unit));
            return _channels.Count - 1;
        }

        return _channels[known].Type == type
            ? known
            : throw new LayoutException(
                line, field, $"is {type} here and {_channels[known].Type} before; say the type in both, decimal(9,2) for example");
    }
}
