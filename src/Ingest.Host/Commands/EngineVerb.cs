using System.CommandLine;
using System.Globalization;
using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Supervisors;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Output.Progress;
using Ingest.Host.Running;
using Ingest.Host.Secrets;
using Ingest.Host.Selection;

namespace Ingest.Host.Commands;

/// <summary>A verb that brings units into the lake.</summary>
internal abstract class EngineVerb : Verb
{
    private readonly Option<string?> _table = SharedOptions.Table("Only this table.");
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would run and why, but for what an audit would find, and write nothing." };
    private readonly Option<bool> _acceptShrink = new("--accept-shrink") { Description = "Let the lake follow units whose source has fewer rows than before." };
    private readonly Option<bool> _acceptDrift = new("--accept-drift") { Description = "Take tables whose columns are not those that the lake was made from as they are now." };
    private readonly Option<bool> _acceptRejects = new("--accept-rejects") { Description = "With --unit: commit it however many of its rows cannot be decoded. When the unit has to be read again, Rejects holds again." };
    private readonly Option<string?> _window = new("--window")
    {
        Description = "Begin units only between these times of day in the source's zone, over midnight too. Waits until then; units in flight at its end are finished, and what is left is said and is no failure: the next run goes on from there.",
        HelpName = "01:00-05:00",
    };

    private readonly UnitRangeOptions _units;
    private readonly Option<string> _config = SharedOptions.Config();
    private readonly Option<bool> _json = SharedOptions.Json();

    protected EngineVerb(string name, string description, UnitRangeOptions units, CommandContext context)
        : base(name, description, context)
    {
        _units = units;
        Add(_table);
        _units.AddTo(this);
        Add(_dryRun);
        Add(_acceptShrink);
        Add(_acceptDrift);
        Add(_acceptRejects);
        Add(_window);
        Add(_config);
        Add(_json);
    }

    /// <summary>Which units the verb means, when none is named.</summary>
    protected abstract UnitRange Range { get; }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using IngestConfiguration configuration = Context.Configuration(arguments.GetValue(_config)!);
        DailyWindow? window = Window(arguments);
        UnitRange range = _units.Of(arguments) ?? Range;
        TableSet tables = Tables(await SourceTables.ReadAsync(configuration, Context.Clock, cancellation), arguments);
        tables.Sentences.ToList().ForEach(Context.Terminal.Say);
        var request = new RunRequest
        {
            Tables = tables.Tables,
            Refused = tables.Refused,
            Range = range,
            AcceptShrink = arguments.GetValue(_acceptShrink),
            AcceptDrift = arguments.GetValue(_acceptDrift),
        };
        bool json = arguments.GetValue(_json);
        if (arguments.GetValue(_dryRun))
        {
            return await DryRun.RunAsync(Context, configuration, request, json, cancellation);
        }

        if (window is not null)
        {
            await using ISourceDatabase source = await SourceAccess.OpenAsync(configuration, Context.Clock, cancellation);
            var gate = new WindowGate(Context.Terminal, configuration.Retry, Context.Clock);
            request = request with { Until = await gate.EnterAsync(window, source, cancellation) };
        }

        long begun = Context.Clock.GetTimestamp();
        RunSummary summary = await RunAsync(configuration, request, cancellation);
        if (summary is { Closed: true, Stopped: false, Left: > 0 })
        {
            string units = summary.Left == 1 ? "1 unit is" : string.Create(CultureInfo.InvariantCulture, $"{summary.Left:N0} units are");
            Context.Terminal.Say($"{units} left: the window {window} is closed; the next run goes on from here");
        }

        RunReport.Write(Context.Terminal, summary, Context.Clock.GetElapsedTime(begun), json);
        return RunReport.ExitCode(summary);
    }

    private async Task<RunSummary> RunAsync(IngestConfiguration configuration, RunRequest request, CancellationToken stop)
    {
        var meter = new RunMeter();
        await using var display = RunProgressDisplay.Start(Context.Terminal, meter, Context.Clock);
        await using IngestEngine engine = await IngestEngine.StartAsync(
            configuration, Context.Clock, meter, display.Progress, stop);
        return await engine.RunAsync(request, stop);
    }

    private DailyWindow? Window(ParseResult arguments) => arguments.GetValue(_window) switch
    {
        null => null,
        { } text when DailyWindow.TryParse(text, out DailyWindow? window) => window,
        { } text => throw new UsageException($"--window {text} is no window; write it as 01:00-05:00, or over midnight as 22:00-04:00"),
    };

    private TableSet Tables(TableSet all, ParseResult arguments)
    {
        TableSet tables = _units.Tables(all, arguments.GetValue(_table), arguments);
        if (!arguments.GetValue(_acceptRejects))
        {
            return tables;
        }

        return (_units.IsOne(arguments), tables.Tables) switch
        {
            (true, [var table]) => tables with { Tables = [table with { Rejects = RejectBudget.Unlimited }] },
            (true, _) => throw new UsageException($"{_acceptRejects.Name} is for one unit; name its table with --table"),
            _ => throw new UsageException($"{_acceptRejects.Name} is for one unit; name it with --unit"),
        };
    }
}
