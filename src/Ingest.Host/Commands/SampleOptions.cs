using System.CommandLine;
using Ingest.Actors.Units;
using Ingest.Host.Sampling.Readings;
using Ingest.Host.Sampling.Reference;

namespace Ingest.Host.Commands;

/// <summary>What <c>ingest sample</c> is told, beside the table: which reference data, or which file and how.</summary>
internal sealed class SampleOptions
{
    private const string FromDefault = "2021-01-01";
    private const int DaysMax = 10_000;

    private readonly Option<string?> _shape = new("--shape")
    {
        Description = "Make reference data of 500 sensors: small is 1,000,000 rows a day of one sample, burst 20,000 rows a day of 50.",
    };

    private readonly Option<int> _days = new("--days")
    {
        Description = "Days of reference data.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string> _from = new("--from")
    {
        Description = "The first day of reference data.",
        HelpName = "DATE",
        DefaultValueFactory = _ => FromDefault,
    };

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "The same seed gives the same reference data.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _csv = new("--csv")
    {
        Description = "Pack the readings of a CSV file instead; its columns are matched with the channels by name.",
        HelpName = "FILE",
    };

    private readonly Option<int> _sensor = new("--sensor")
    {
        Description = "The sensor that the file's readings are of.",
        HelpName = "N",
        DefaultValueFactory = _ => CsvOptions.SensorDefault,
    };

    private readonly Option<string> _zone = new("--zone")
    {
        Description = "The time zone of times in the file that say none, such as Europe/Berlin.",
        HelpName = "ZONE",
        DefaultValueFactory = _ => CsvOptions.ZoneDefault,
    };

    private readonly Option<int> _burst = new("--burst")
    {
        Description = "The most samples of a payload that is packed from the file.",
        HelpName = "N",
        DefaultValueFactory = _ => CsvOptions.BurstDefault,
    };

    private readonly Option<string?> _timeColumn = new("--time-column")
    {
        Description = "The file's column with the time, where it is not date, time or timestamp.",
        HelpName = "NAME",
    };

    private readonly Option<bool> _round = new("--round")
    {
        Description = "Round the file's values to their channel's Scale, halves away from zero, instead of refusing them.",
    };

    public SampleOptions(Command verb)
    {
        _shape.AcceptOnlyFromAmong([.. SampleShape.All.Select(shape => shape.Name)]);
        verb.Add(_shape);
        verb.Add(_days);
        verb.Add(_from);
        verb.Add(_seed);
        verb.Add(_csv);
        verb.Add(_sensor);
        verb.Add(_zone);
        verb.Add(_burst);
        verb.Add(_timeColumn);
        verb.Add(_round);
        verb.Validators.Add(result =>
        {
            bool shape = result.GetValue(_shape) is not null;
            if (shape == result.GetValue(_csv) is not null)
            {
                result.AddError("say what to put into the table: --shape small, --shape burst or --csv FILE");
                return;
            }

            Option[] others = shape ? [_sensor, _zone, _burst, _timeColumn, _round] : [_days, _from, _seed];
            if (others.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } stray)
            {
                result.AddError($"{stray.Name} says nothing about {(shape ? "--shape" : "--csv")}; leave it out");
            }
        });
    }

    /// <summary>How the file's readings become payloads; null where reference data are asked for.</summary>
    public CsvOptions? Csv(ParseResult arguments) =>
        arguments.GetValue(_csv) is { } path
            ? new CsvOptions(path)
            {
                Sensor = arguments.GetValue(_sensor),
                Zone = arguments.GetValue(_zone)!,
                SamplesPerRow = arguments.GetValue(_burst),
                TimeColumn = arguments.GetValue(_timeColumn),
                Round = arguments.GetValue(_round),
            }
            : null;

    /// <summary>Which reference data; to be asked for where there is no file.</summary>
    /// <exception cref="UsageException">The days are none.</exception>
    public (SampleShape Shape, ulong Seed, DateOnly From, int Days) Reference(ParseResult arguments)
    {
        string first = arguments.GetValue(_from)!;
        if (!Dates.TryParse(first, out DateOnly from))
        {
            throw new UsageException($"--from {first} is no date such as {FromDefault} or 20210101");
        }

        int days = arguments.GetValue(_days);
        if (days is < 1 or > DaysMax || days > DateOnly.MaxValue.DayNumber - from.DayNumber)
        {
            throw new UsageException($"--days {days} is not 1 to {DaysMax} within the calendar");
        }

        return (SampleShape.All.Single(shape => shape.Name == arguments.GetValue(_shape)), arguments.GetValue(_seed), from, days);
    }
}
