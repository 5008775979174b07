using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Output;
using Ingest.Host.Output.Progress;
using Ingest.Host.Sampling;
using Ingest.Host.Sampling.Readings;
using Ingest.Host.Sampling.Reference;
using Ingest.Host.Sampling.Tables;

namespace Ingest.Host.Commands;

/// <summary><c>ingest sample</c>: puts reference data or the readings of a CSV file, packed, into a source table of its own
/// making.</summary>
internal sealed class SampleVerb : Verb
{
    private readonly SampleOptions _options;
    private readonly Option<string?> _table = SharedOptions.Table(
        "The table whose source is made. Can be left out where only one table has payloads.");

    private readonly Option<bool> _replace = new("--replace") { Description = "Make the source table anew, if ingest sample made it." };
    private readonly Option<string> _config = SharedOptions.Config();
    private readonly Option<bool> _json = SharedOptions.Json();

    public SampleVerb(CommandContext context)
        : base("sample", "Put reference data or CSV readings, packed, into a source table of its own making.", context)
    {
        _options = new SampleOptions(this);
        Add(_table);
        Add(_replace);
        Add(_config);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using IngestConfiguration configuration = Context.Configuration(arguments.GetValue(_config)!);
        TableSpec spec = PayloadTable.Of(configuration, arguments.GetValue(_table));
        var layout = SampleLayout.Of(spec);
        long started = Context.Clock.GetTimestamp();
        SampleCount count = _options.Csv(arguments) is { } csv
            ? await PackAsync(csv, configuration, layout, arguments.GetValue(_replace), cancellation)
            : await MakeAsync(arguments, configuration, layout, cancellation);
        Show(count, spec, Context.Clock.GetElapsedTime(started), arguments.GetValue(_json));
        return ExitCodes.Done;
    }

    private async Task<SampleCount> PackAsync(
        CsvOptions options, IngestConfiguration configuration, SampleLayout layout, bool replace, CancellationToken cancellation)
    {
        var readings = new CsvReadings(options, layout.Channels);
        if (readings.Columns().LeftOut is [_, ..] leftOut)
        {
            Context.Terminal.Say($"left out, since no channel has the name: {string.Join(", ", leftOut)}");
        }

        await using ISampleTable table = await SampleTables.OpenAsync(configuration, Context.Clock, layout, cancellation);
        return await SampleRun.ReadingsAsync(table, readings, replace, Progress(), cancellation);
    }

    private async Task<SampleCount> MakeAsync(
        ParseResult arguments, IngestConfiguration configuration, SampleLayout layout, CancellationToken cancellation)
    {
        (SampleShape shape, ulong seed, DateOnly from, int days) = _options.Reference(arguments);
        var data = new ReferenceData(shape, layout.Channels, seed);
        await using ISampleTable table = await SampleTables.OpenAsync(configuration, Context.Clock, layout, cancellation);
        return await SampleRun.ReferenceAsync(table, data, from, days, arguments.GetValue(_replace), Progress(), cancellation);
    }

    private RowProgress Progress() => new(Context.Terminal, Context.Clock);

    private void Show(SampleCount count, TableSpec spec, TimeSpan elapsed, bool json)
    {
        double seconds = Math.Round(elapsed.TotalSeconds, 3);
        if (!json)
        {
            Context.Terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{count.Rows} rows with {count.Points} points added to {spec.SourceTable} in {seconds:0.0} s"));
            return;
        }

        JsonResult.Write(Context.Terminal.Out, (Utf8JsonWriter members) =>
        {
            members.WriteString("table", spec.Name);
            members.WriteString("source_table", spec.SourceTable);
            members.WriteNumber("rows", count.Rows);
            members.WriteNumber("samples", count.Samples);
            members.WriteNumber("points", count.Points);
            members.WriteNumber("payload_bytes", count.PayloadBytes);
            members.WriteNumber("seconds", seconds);
        });
    }
}
