using System.CommandLine;
using System.Globalization;
using Ingest.Actors.Decoding;
using Ingest.Actors.Planning;
using Ingest.Actors.Supervisors;
using Ingest.Host.Configuration;
using Ingest.Host.Demo;
using Ingest.Host.Output;
using Ingest.Host.Output.Progress;
using Ingest.Host.Queries;
using Ingest.Host.Running;
using Ingest.Host.Sampling;
using Ingest.Host.Sampling.Reference;
using Ingest.Host.Sampling.Tables;

namespace Ingest.Host.Commands;

/// <summary><c>ingest demo</c>: makes a source, ingests it and asks the lake a question.</summary>
internal sealed class DemoVerb : Verb
{
    private const ulong Seed = 1;

    private const string Question = """
        SELECT sensor_id, count(*) AS samples, min(temperature) AS coldest,
               max(temperature) AS hottest, max(co2) AS co2_peak
        FROM raw_sensor_data WHERE date = '20210101'
        GROUP BY sensor_id ORDER BY hottest DESC, sensor_id LIMIT 5
        """;

    private static readonly DateOnly Day = new(2021, 1, 1);

    private readonly Option<string> _folder = new("--folder")
    {
        Description = "Where the demo's source, configuration and lake are made.",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => "./ingest-demo",
    };

    public DemoVerb(CommandContext context)
        : base("demo", "Make a day of readings in an embedded source, ingest it, and ask the lake a question. Needs nothing else.", context) =>
        Add(_folder);

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        DemoFolder folder = DemoFolder.Make(arguments.GetValue(_folder)!);
        using IngestConfiguration configuration = Context.Configuration(folder.Configuration);
        await MakeSourceAsync(configuration, cancellation);

        long begun = Context.Clock.GetTimestamp();
        RunSummary run = await IngestAsync(configuration, cancellation);
        TimeSpan took = Context.Clock.GetElapsedTime(begun);
        if (!run.Succeeded)
        {
            RunReport.Write(Context.Terminal, run, took, json: false);
            return RunReport.ExitCode(run);
        }

        await Task.Run(() => Show(configuration, folder, run, took, cancellation), cancellation);
        return ExitCodes.Done;
    }

    private async Task MakeSourceAsync(IngestConfiguration configuration, CancellationToken cancellation)
    {
        var layout = SampleLayout.Of(configuration.Tables[0]);
        var data = new ReferenceData(SampleShape.Burst, layout.Channels, Seed);
        Say($"Making a day of readings of {SampleShape.Sensors} sensors in an embedded source ...");
        await using ISampleTable table = await SampleTables.OpenAsync(configuration, Context.Clock, layout, cancellation);
        SampleCount made = await SampleRun.ReferenceAsync(table, data, Day, days: 1, replace: true, progress: null, cancellation);
        Say($"  {made.Rows:N0} rows with payloads of {ByteText.Of(made.PayloadBytes)} in all.");
    }

    private async Task<RunSummary> IngestAsync(IngestConfiguration configuration, CancellationToken cancellation)
    {
        Say($"Ingesting them ...");
        var meter = new RunMeter();
        await using var display = RunProgressDisplay.Start(Context.Terminal, meter, Context.Clock);
        await using IngestEngine engine = await IngestEngine.StartAsync(
            configuration, Context.Clock, meter, display.Progress, cancellation);
        var request = new RunRequest { Tables = configuration.Tables, Range = new UnitRange.Days(null, null) };
        return await engine.RunAsync(request, cancellation);
    }

    private void Show(
        IngestConfiguration configuration, DemoFolder folder, RunSummary run, TimeSpan took, CancellationToken cancellation)
    {
        Say($"  {run.Tally.Rows:N0} rows, {run.Tally.Points:N0} points, {took.TotalSeconds:0.0} seconds.");
        string[] objects = Directory.GetFiles(configuration.Lake.Root, "*.parquet", SearchOption.AllDirectories);
        Say($"  {Path.GetRelativePath(Environment.CurrentDirectory, objects[0])}");
        Say($"Writing the same rows as CSV, to compare ...");
        FileSizes sizes = FileSizes.Measure(objects);
        Say($"  CSV {ByteText.Of(sizes.Csv)}, gzipped CSV {ByteText.Of(sizes.Gzip)}, Parquet {ByteText.Of(sizes.Parquet)} ({(double)sizes.Parquet / run.Tally.Points:0.00} bytes a point).");
        Say($"Which sensors were hottest?\n\n{Question}\n");
        using LakeQuery lake = LakeQuery.Open(configuration.Lake.Root, configuration.Tables, Context.Clock);
        lake.Run(Question, table => AlignedTable.Write(table, Context.Terminal.Out), cancellation);
        Say($"\nAsk your own question:\n  ingest query --config {Path.GetRelativePath(Environment.CurrentDirectory, folder.Configuration)} \"SELECT ... FROM raw_sensor_data\"");
    }

    private void Say(FormattableString text) => Context.Terminal.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
