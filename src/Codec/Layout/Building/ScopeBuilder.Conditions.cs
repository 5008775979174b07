using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Building;

/// <content>Fields that are there only if an earlier one says it.</content>
internal sealed partial class ScopeBuilder
{
    private Condition? ConditionOf(FieldText text, int line, string at)
    {
        if (text.Condition is not { } written)
        {
            return null;
        }

        int equals = written.IndexOf('=', StringComparison.Ordinal);
        bool not = equals > 0 && written[equals - 1] == '!';
        int point = written.IndexOf('.', StringComparison.Ordinal);
        string name = equals >= 0 ? written[..(not ? equals - 1 : equals)] : point >= 0 ? written[..point] : written;
        int slot = NumberSlot(name, line, at);
        if (equals >= 0)
        {
            return new Condition(slot, null, NumberPlan.Stored(written[(equals + 1)..], line, at), not);
        }

        return point < 0
            ? new Condition(slot, null, 0, Not: true)
            : int.TryParse(written[(point + 1)..], out int bit) && bit is >= 0 and < 64
                ? new Condition(slot, bit, 0, Not: false)
                : throw new LayoutException(line, at, $"if {written}: expected _flags.3, _type=2, _type!=2 or _count");
    }
}
