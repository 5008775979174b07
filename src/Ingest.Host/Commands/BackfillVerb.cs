using System.CommandLine;
using System.CommandLine.Parsing;
using Ingest.Actors.Planning;
using Ingest.Actors.Units;

namespace Ingest.Host.Commands;

/// <summary><c>ingest backfill</c>: brings a range of days into the lake, newest first.</summary>
internal sealed class BackfillVerb : EngineVerb
{
    private readonly Option<DateOnly?> _from = Date("--from", "The first day; default: the first that the source has.");
    private readonly Option<DateOnly?> _to = Date("--to", "The day after the last; default: after the last that the source has.");

    public BackfillVerb(CommandContext context)
        : base("backfill", "Bring a range of days into the lake, newest first. Days that are there already are only compared, so it resumes where it stopped.", context)
    {
        Add(_from);
        Add(_to);
        Validators.Add(result =>
        {
            if (result.GetValue(_from) >= result.GetValue(_to))
            {
                result.AddError("--from must be before --to, which is not part of the range");
            }
        });
    }

    protected override UnitRange Range(ParseResult arguments) =>
        new UnitRange.Days(arguments.GetValue(_from), arguments.GetValue(_to));

    private static Option<DateOnly?> Date(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DAY",
        CustomParser = result => Parse(name, result),
    };

    private static DateOnly? Parse(string name, ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Dates.TryParse(text, out DateOnly date))
        {
            return date;
        }

        result.AddError($"{name} '{text}' is no day; write 2021-01-01 or 20210101");
        return null;
    }
}
