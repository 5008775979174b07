using Ingest.Codec.Layout.Samples;
using Ingest.Codec.Values;

namespace Ingest.Codec.Layout.Building;

/// <summary>Builds a scope from the fields that a description gives for a payload, or for a list's records.</summary>
internal sealed partial class ScopeBuilder(LayoutContext context, ScopeBuilder? outer, string path)
{
    private const int RecordBytesMax = 16 << 20;

    private readonly Dictionary<string, Symbol> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ColumnPlan> _columns = [];
    private readonly HashSet<int> _inner = [];
    private readonly HashSet<int> _optionalInner = [];

    /// <summary>Names of fields that a record may have beside the one that is being built; a name in another case is none.</summary>
    private HashSet<string> _claimed = new(StringComparer.Ordinal);
    private int _fields;
    private bool _hasAbsent;
    private bool _hasDifferences;
    private bool _hasLists;
    private bool _hasTime;
    private bool _isOptional;
    private StepPlan? _step;

    /// <exception cref="LayoutException"/>
    public Scope Build(JsonItem fields)
    {
        Operation[] operations = Operations(fields, path);
        if (outer is null)
        {
            OpenEnds.Settle(operations, 0, path, fields.Line);
        }
        else if (_hasDifferences && _hasLists)
        {
            throw new LayoutException(fields.Line, path, "records with lists in them cannot have delta fields; store the values");
        }

        context.TakeFields(_fields, fields.Line, path);

        return new Scope(operations, [.. _columns.Values], [.. _optionalInner], _fields, _hasAbsent, _hasLists, _step);
    }

    private Operation[] Operations(JsonItem fields, string at)
    {
        if (fields.Members is not { Count: > 0 } members)
        {
            throw new LayoutException(fields.Line, at, "expected an object with at least one field");
        }

        List<Operation> operations = [];
        foreach ((string name, JsonItem item) in members)
        {
            Field(operations, name, item, at.Length == 0 ? name : $"{at}.{name}");
        }

        return operations.Sum(operation => (long)(operation.Bytes ?? 0)) <= RecordBytesMax
            ? [.. operations]
            : throw new LayoutException(fields.Line, at, $"its fields have more than {RecordBytesMax} bytes");
    }

    private void Field(List<Operation> operations, string name, JsonItem item, string at)
    {
        if (item.Text is { } text)
        {
            FieldText field = FieldText.Parse(text, item.Line, at);
            if (context.Types.TryGetValue(field.Type, out JsonItem? named))
            {
                Named(operations, name, named, field, item.Line, at);
            }
            else
            {
                Scalar(operations, name, field, item, at);
            }
        }
        else if (item.Members is null)
        {
            throw new LayoutException(item.Line, at, "expected text such as \"u16 /100\", or an object");
        }
        else
        {
            Structure(operations, name, item, at);
        }
    }

    /// <summary>A named type in short form takes the words after its name as if they stood after its own.</summary>
    private void Named(List<Operation> operations, string name, JsonItem named, FieldText field, int line, string at)
    {
        if (named.Text is { } text)
        {
            FieldText type = FieldText.Parse(text, named.Line, at).Then(field);
            if (context.Types.TryGetValue(type.Type, out JsonItem? next))
            {
                context.Enter(field.Type, line, at);
                Named(operations, name, next, type, line, at);
                context.Leave(field.Type);
            }
            else
            {
                Scalar(operations, name, type, named, at);
            }
        }
        else if (named.Member("Series") is not null)
        {
            Series(operations, name, named, field, at);
        }
        else
        {
            throw new LayoutException(line, at, $"'{field.Type}' is the encoding of a list; use it in the Rest of a Series");
        }
    }

    private void Structure(List<Operation> operations, string name, JsonItem item, string at)
    {
        string[] kinds = ["Repeat", "Series", "Switch", "Bits", "Step", "Type"];
        string? kind = kinds.FirstOrDefault(key => item.Member(key) is not null);
        switch (kind)
        {
            case "Repeat":
                Allow(item, at, "Repeat", "Fields");
                Repeat(operations, item, at);
                break;
            case "Series":
                Series(operations, name, item, null, at);
                break;
            case "Switch":
                Allow(item, at, "Switch", "Cases");
                Switch(operations, item, at);
                break;
            case "Bits":
                Allow(item, at, "Bits", "Fields", "Order");
                Bits(operations, name, item, at);
                break;
            case "Step":
                Allow(item, at, "Start", "Step");
                Step(name, item, at);
                break;
            case "Type":
                Allow(item, at, "Type", "Enum", "Else", "Unit");
                Scalar(operations, name, FieldText.Parse(Text(item, "Type", at), item.Line, at), item, at);
                break;
            default:
                throw new LayoutException(item.Line, at, $"expected one of the members {string.Join(", ", kinds)}");
        }
    }

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

    private void Step(string name, JsonItem item, string at)
    {
        if (name != "time")
        {
            throw new LayoutException(item.Line, at, "only the field time has a Step");
        }

        TakeTime(item.Line, at);
        if (_isOptional)
        {
            throw new LayoutException(item.Line, at, "a Step cannot depend on a Switch");
        }

        string start = item.Member("Start") is null ? "row" : Text(item, "Start", at);
        string step = Text(item, "Step", at);
        context.NeedsRowTime |= start == "row";
        _step = new StepPlan
        {
            StartSlot = start == "row" ? -1 : TimeSlot(start, item.Line, at),
            StepSlot = step.StartsWith('_') ? TimeSlot(step, item.Line, at) : -1,
            Micros = step.StartsWith('_') ? 0 : TimeUnits.Duration(step, item.Line, at),
        };
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

    /// <summary>A record has one field of a name at most: two would be two values in one row.</summary>
    private void Claim(string name, int line, string at)
    {
        if (!_claimed.Add(name))
        {
            throw new LayoutException(line, at, $"{name} is there twice; name the fields apart");
        }
    }

    private void TakeTime(int line, string at)
    {
        if (_hasTime)
        {
            throw new LayoutException(line, at, "the samples' time is there twice");
        }

        _hasTime = true;
        context.HasTime = true;
    }

    private void Add(int channel, FieldPlan field, ColumnWriter writer, int line, string at)
    {
        if (_inner.Contains(channel))
        {
            throw new LayoutException(line, at, "a list gives this column already; name them apart");
        }

        if (!_columns.TryGetValue(channel, out ColumnPlan? plan))
        {
            _columns.Add(channel, new ColumnPlan(channel, [field], writer));
        }
        else if (plan.Writer.GetType() == writer.GetType() && writer is Int32Writer or Int64Writer)
        {
            _columns[channel] = new ColumnPlan(channel, [.. plan.Fields, field], writer);
        }
        else
        {
            throw new LayoutException(line, at, "only integers and times may be one column in several cases; name them apart");
        }
    }

    private int TakeField() => _fields++;

    private Symbol Find(string name, int line, string at)
    {
        for (ScopeBuilder? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._symbols.TryGetValue(name, out Symbol? symbol))
            {
                return symbol;
            }
        }

        IEnumerable<string> known = Known();
        throw new LayoutException(
            line,
            at,
            $"no field '{name}' comes before it{(Spelling.Nearest(name, known) is { } nearest ? $", did you mean {nearest}?" : known.Any() ? $"; there is {string.Join(", ", known)}" : "")}");
    }

    private ScopeBuilder? Outer => outer;

    private IEnumerable<string> Known() => _symbols.Keys.Concat(outer?.Known() ?? []);

    private int NumberSlot(string name, int line, string at)
    {
        Symbol symbol = Find(name, line, at);
        return symbol.IsTime
            ? throw new LayoutException(line, at, $"{name} is a time, expected a number; leave its unit out if it is one")
            : symbol.Slot(context);
    }

    private int TimeSlot(string name, int line, string at)
    {
        Symbol symbol = Find(name, line, at);
        return symbol.IsTime
            ? symbol.Slot(context)
            : throw new LayoutException(line, at, $"{name} says no unit of time; give it one of {string.Join(", ", EpochUnits.Names)}");
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

    private static void Allow(JsonItem item, string at, params ReadOnlySpan<string> members)
    {
        foreach ((string name, JsonItem member) in item.Members!)
        {
            if (!members.Contains(name))
            {
                throw new LayoutException(
                    member.Line,
                    at,
                    $"unknown member {name}{(Spelling.Nearest(name, members.ToArray()) is { } nearest ? $", did you mean {nearest}?" : $"; there is {string.Join(", ", members.ToArray())}")}");
            }
        }
    }

    private static string? OptionalText(JsonItem item, string member, string at) =>
        item.Member(member) is { } there
            ? there.Text ?? throw new LayoutException(there.Line, at, $"{member}: expected text")
            : null;

    /// <summary>What is in an object that has to be there.</summary>
    private static IReadOnlyList<(string Name, JsonItem Item)> Members(JsonItem item, string member, string at) =>
        Required(item, member, at) is { Members: { Count: > 0 } members }
            ? members
            : throw new LayoutException(item.Line, at, $"{member}: expected an object with at least one member");

    private static JsonItem Required(JsonItem item, string member, string at) =>
        item.Member(member) ?? throw new LayoutException(item.Line, at, $"{member} is missing");

    private static string Text(JsonItem item, string member, string at) =>
        Required(item, member, at).Text ?? throw new LayoutException(item.Line, at, $"{member}: expected text");
}
