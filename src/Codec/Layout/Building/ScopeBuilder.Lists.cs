using Ingest.Codec.Layout.Samples;
using static Ingest.Codec.Layout.Building.ItemMembers;

namespace Ingest.Codec.Layout.Building;

/// <content>Lists of records, how long lists are, and the columns that they give.</content>
internal sealed partial class ScopeBuilder
{
    private void Repeat(List<Operation> operations, JsonItem item, string at)
    {
        Count count = CountOf(item, "Repeat", at);
        var inner = new ScopeBuilder(context, this, at);
        Scope records = inner.Build(Required(item, "Fields", at));
        if (count is { Slot: < 0, Fixed: null } && records.Bytes is 0)
        {
            throw new LayoutException(item.Line, at, "records of no bytes have no end");
        }

        Lists(inner._columns.Keys.Concat(inner._inner), inner._hasTime, item.Line, at);
        operations.Add(new RepeatOperation(records, count));
    }

    /// <summary>Channels that a list of this scope gives: only it may.</summary>
    private void Lists(IEnumerable<int> channels, bool hasTime, int line, string at)
    {
        _hasLists = true;
        foreach (int channel in channels.Where(channel => channel >= 0))
        {
            _inner.Add(channel);
            if (_isOptional)
            {
                _optionalInner.Add(channel);
            }

            if (_columns.ContainsKey(channel))
            {
                throw new LayoutException(line, at, $"{context.Channels[channel].Name} is a field beside the list and in it; name them apart");
            }

            Claim(context.Channels[channel].Name, line, at);
        }

        if (hasTime)
        {
            TakeTime(line, at);
        }
    }

    private Count CountOf(JsonItem item, string member, string at)
    {
        string text = Text(item, member, at);
        if (text == "end")
        {
            return outer is null
                ? new Count()
                : throw new LayoutException(item.Line, at, "a list within a list needs a count: the end is that of the payload");
        }

        if (text.StartsWith('_') || _symbols.ContainsKey(text))
        {
            return new Count { Name = text, Slot = NumberSlot(text, item.Line, at) };
        }

        return int.TryParse(text, out int count) && count is > 0 and <= 65_535
            ? new Count { Fixed = count }
            : throw new LayoutException(item.Line, at, $"{member}: expected an earlier field, a number of 1 to 65535, or end, not '{text}'");
    }
}
