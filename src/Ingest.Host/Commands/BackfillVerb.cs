using System.CommandLine;
using Ingest.Actors.Planning;
using Ingest.Actors.Units;

namespace Ingest.Host.Commands;

/// <summary><c>ingest backfill</c>: brings a range of days into the lake, newest first.</summary>
internal sealed class BackfillVerb : EngineVerb
{
    private readonly Option<string?> _from = Date("--from", "The first day; default: the first that the source has.");
    private readonly Option<string?> _to = Date("--to", "The day after the last; default: after the last that the source has.");

    public BackfillVerb(CommandContext context)
        : base("backfill", "Bring a range of days into the lake, newest first; of a table without Time, everything. What is there already is only compared, so it resumes where it stopped.", context)
    {
        Add(_from);
        Add(_to);
    }

    /// <exception cref="UsageException">A day is none, or the range is empty.</exception>
    protected override UnitRange Range(ParseResult arguments)
    {
        DateOnly? from = Day(_from, arguments);
        DateOnly? to = Day(_to, arguments);
        return from >= to
            ? throw new UsageException($"--from {arguments.GetValue(_from)} must be before --to {arguments.GetValue(_to)}, which is not part of the range")
            : new UnitRange.Days(from, to);
    }

    /// <summary>A unit is its own range.</summary>
    protected override Option? Stray(ParseResult arguments) =>
        new[] { _from, _to }.FirstOrDefault(option => arguments.GetValue(option) is not null);

    private static DateOnly? Day(Option<string?> option, ParseResult arguments) => arguments.GetValue(option) switch
    {
        null => null,
        { } text when Dates.TryParse(text, out DateOnly date) => date,
        { } text => throw new UsageException($"{option.Name} {text} is no day; write 2021-01-01 or 20210101"),
    };

    private static Option<string?> Date(string name, string description) =>
        new(name) { Description = description, HelpName = "DAY" };
}
