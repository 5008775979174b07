using Ingest.Codec.Values;

namespace Ingest.Codec.Layout.Building;

/// <content>The names of fields, and those that others refer to.</content>
internal sealed partial class ScopeBuilder
{
    /// <summary>A record has one field of a name at most: two would be two values in one row.</summary>
    private void Claim(string name, int line, string at)
    {
        if (!_claimed.Add(name))
        {
            throw new LayoutException(line, at, $"{name} is there twice; name the fields apart");
        }
    }

    private void Define(string name, bool isTime, Action<int> take, int line, string at)
    {
        Claim(name, line, at);
        if (_symbols.TryGetValue(name, out Symbol? known) && _isOptional)
        {
            known.Also(take);
            return;
        }

        if (!_symbols.TryAdd(name, new Symbol(name, isTime, take)))
        {
            throw new LayoutException(line, at, "is there twice");
        }
    }

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

    private static bool IsHidden(string name) => name.StartsWith('_');
}
