using Ingest.Codec.Layout.Samples;
using static Ingest.Codec.Layout.Building.ItemMembers;

namespace Ingest.Codec.Layout.Building;

/// <content>Fields that an earlier field chooses.</content>
internal sealed partial class ScopeBuilder
{
    private void Switch(List<Operation> operations, JsonItem item, string at)
    {
        string name = Text(item, "Switch", at);
        int slot = NumberSlot(name, item.Line, at);
        List<(Interval, Operation[])> cases = [];
        Operation[]? other = null;
        bool wasOptional = _isOptional;
        _isOptional = true;
        _hasAbsent = true;
        bool hadTime = _hasTime;
        bool someTime = hadTime;
        HashSet<string> before = _claimed;
        HashSet<string> some = new(before, StringComparer.Ordinal);
        foreach ((string when, JsonItem fields) in Members(item, "Cases", at))
        {
            _hasTime = hadTime;
            _claimed = new HashSet<string>(before, StringComparer.Ordinal);
            Operation[] then = fields.Members is { Count: 0 } ? [] : Operations(fields, $"{at}.{when}");
            someTime |= _hasTime;
            some.UnionWith(_claimed);
            if (when == "else")
            {
                other = then;
            }
            else
            {
                cases.Add((NumberPlan.ParseRange(when, Interval.All, fields.Line, at), then));
            }
        }

        _hasTime = someTime;
        _claimed = some;
        _isOptional = wasOptional;
        operations.Add(new SwitchOperation(name, slot, cases, other));
    }
}
