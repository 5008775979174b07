using System.CommandLine;
using Ingest.Actors.Planning;
using Ingest.Actors.Units;
using Ingest.Host.Selection;

namespace Ingest.Host.Commands;

/// <summary>The options that say which units a verb means: one, or a range of days.</summary>
internal sealed class UnitRangeOptions
{
    private readonly Option<string?> _unit = new("--unit") { Description = "Only this unit: a day such as 20210101, a block of keys such as k000042, or all.", HelpName = "UNIT" };
    private readonly Option<string?>? _from;
    private readonly Option<string?>? _to;

    /// <summary>One unit, or whatever the verb means by itself.</summary>
    public UnitRangeOptions()
    {
    }

    /// <summary>One unit, or a range.</summary>
    /// <param name="first">What <c>--from</c> is by default.</param>
    /// <param name="last">What <c>--to</c> comes after by default.</param>
    public UnitRangeOptions(string first, string last)
    {
        _from = Day("--from", $"The first day; default: {first}.");
        _to = Day("--to", $"The day after the last; default: after {last}.");
    }

    public void AddTo(Command command)
    {
        command.Add(_unit);
        foreach (Option<string?> day in new[] { _from, _to }.OfType<Option<string?>>())
        {
            command.Add(day);
        }
    }

    /// <summary>Whether one unit is named.</summary>
    public bool IsOne(ParseResult arguments) => arguments.GetValue(_unit) is not null;

    /// <summary>What was asked for; null when none of the options was given.</summary>
    /// <exception cref="UsageException">A day is none, the range is empty, or the options contradict each other.</exception>
    public UnitRange? Of(ParseResult arguments)
    {
        DateOnly? from = Day(_from, arguments);
        DateOnly? to = Day(_to, arguments);
        if (arguments.GetValue(_unit) is { } unit)
        {
            return (from, to) switch
            {
                (null, null) => new UnitRange.One(Interval(unit)),
                (null, _) => throw Stray(_to!),
                _ => throw Stray(_from!),
            };
        }

        return from >= to
            ? throw new UsageException($"--from {arguments.GetValue(_from!)} must be before --to {arguments.GetValue(_to!)}, which is not part of the range")
            : from is null && to is null ? null : new UnitRange.Days(from, to);
    }

    /// <summary>The tables that a verb means: the one that is named, or all; with a unit those that have such units.</summary>
    /// <exception cref="UsageException">There is none of that name, or none with such units.</exception>
    public TableSet Tables(TableSet all, string? name, ParseResult arguments)
    {
        ArgumentNullException.ThrowIfNull(all);
        TableSet tables = all.Select(name);
        if (name is not null || arguments.GetValue(_unit) is not { } unit)
        {
            return tables;
        }

        UnitInterval interval = Interval(unit);
        TableSpec[] fitting = [.. tables.Tables.Where(table => table.HasUnits(interval))];
        return (fitting, tables.Tables) switch
        {
            ([_, ..], _) => tables with { Tables = fitting, Refused = [.. tables.Refused.Where(refused => refused.Table.HasUnits(interval))] },
            (_, [_]) => tables,
            _ => throw new UsageException($"no table has units like {unit}; there is {tables.Names}"),
        };
    }

    private static UsageException Stray(Option<string?> option) =>
        new($"{option.Name} says nothing beside --unit; leave one of them out");

    private static UnitInterval Interval(string unit)
    {
        UnitInterval? interval = Dates.TryParse(unit, out DateOnly day) ? UnitInterval.Of(day) : UnitInterval.Parse(unit);
        return interval ?? throw new UsageException($"--unit {unit} is no unit; write a day as 20210101, a block of keys as k000042, or all");
    }

    private static DateOnly? Day(Option<string?>? option, ParseResult arguments) => (option is null ? null : arguments.GetValue(option)) switch
    {
        null => null,
        { } text when Dates.TryParse(text, out DateOnly date) => date,
        { } text => throw new UsageException($"{option!.Name} {text} is no day; write 2021-01-01 or 20210101"),
    };

    private static Option<string?> Day(string name, string description) =>
        new(name) { Description = description, HelpName = "DAY" };
}
