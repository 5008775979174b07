using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Output;
using Ingest.Host.Payloads;
using Ingest.Host.Secrets;

namespace Ingest.Host.Commands;

/// <summary><c>ingest codec diff</c>: decodes the same rows in two ways and shows every difference.</summary>
internal sealed class CodecDiffVerb : Verb
{
    private const string Own = "configured";

    private readonly Argument<string> _first = new("A")
    {
        Description = $"How the payloads are decoded: a layout, in the table's own Envelopes and Shape; a file with what stands under Payload, and all of it; or `{Own}`: the table's own.",
    };

    private readonly Argument<string> _second = new("B") { Description = "The other way." };
    private readonly Option<string?> _table = SharedOptions.Table("The table. Can be left out where only one table has payloads.");
    private readonly Option<int> _rows = new("--rows") { Description = "How many rows, from the newest unit on.", DefaultValueFactory = _ => 10_000, HelpName = "N" };
    private readonly Option<int> _show = new("--show") { Description = "How many differences are shown; all are counted.", DefaultValueFactory = _ => 20, HelpName = "N" };
    private readonly Option<string> _config = SharedOptions.Config();
    private readonly Option<bool> _json = SharedOptions.Json();

    public CodecDiffVerb(CommandContext context)
        : base("diff", "Decode a table's rows in two ways, and show where they differ.", context)
    {
        Add(_first);
        Add(_second);
        Add(_table);
        Add(_rows);
        Add(_show);
        Add(_config);
        Add(_json);
        Validators.Add(result =>
        {
            if (result.GetResult(_rows) is { Implicit: false } && result.GetValue(_rows) < 1
                || result.GetResult(_show) is { Implicit: false } && result.GetValue(_show) < 0)
            {
                result.AddError("--rows: expected at least 1; --show: expected at least 0");
            }
        });
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string file = arguments.GetValue(_config)!;
        using IngestConfiguration configuration = Context.Configuration(file);
        TableSpec own = PayloadTable.Of(configuration, arguments.GetValue(_table));
        using IngestConfiguration first = Configuration(file, own.Name, arguments.GetValue(_first)!);
        using IngestConfiguration second = Configuration(file, own.Name, arguments.GetValue(_second)!);
        TableSpec one = PayloadTable.Of(first, own.Name);
        TableSpec other = PayloadTable.Of(second, own.Name);
        await using ISourceDatabase source = await SourceAccess.OpenAsync(configuration, Context.Clock, cancellation);
        var diff = new PayloadDiff(one, other, arguments.GetValue(_show));
        await diff.ReadAsync(source, arguments.GetValue(_rows), cancellation);
        if (diff.ProvesNothing)
        {
            Context.Terminal.Say("no row was decoded by both, so that nothing is proven");
        }

        if (arguments.GetValue(_json))
        {
            JsonResult.Write(Context.Terminal.Out, (Utf8JsonWriter members) => Members(members, diff));
        }
        else
        {
            Write(Context.Terminal.Out, diff);
        }

        return diff.IsSame ? ExitCodes.Done : ExitCodes.Differences;
    }

    private IngestConfiguration Configuration(string file, string table, string way) => ConfigurationReader.Read(
        new ConfigurationOrigin(file, Context.Environment) { Payload = way == Own ? null : new PayloadOverride(table, way) });

    private static void Write(TextWriter output, PayloadDiff diff)
    {
        foreach ((string name, bool isFirst) in diff.Unmatched)
        {
            output.WriteLine($"only {(isFirst ? "A" : "B")} has the channel {name}");
        }

        if (diff.Shown.Count != 0)
        {
            AlignedTable.Write(
                new ResultTable(
                    [new("key", false), new("sample", true), new("what", false), new("A", false), new("B", false)],
                    diff.Shown.Select(difference => (IReadOnlyList<object?>)[difference.Key, difference.Sample, difference.What, difference.First, difference.Second])),
                output);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{diff.Rows:N0} rows, {diff.Samples:N0} samples, {diff.Rejected:N0} rejected by both, {diff.Differences:N0} differences"));
    }

    private static void Members(Utf8JsonWriter members, PayloadDiff diff)
    {
        members.WriteNumber("rows", diff.Rows);
        members.WriteNumber("samples", diff.Samples);
        members.WriteNumber("rejected", diff.Rejected);
        members.WriteNumber("differences", diff.Differences);
        Names("only_a", true);
        Names("only_b", false);
        members.WriteStartArray("shown");
        foreach (PayloadDifference difference in diff.Shown)
        {
            members.WriteStartObject();
            members.WriteString("key", difference.Key);
            if (difference.Sample is { } sample)
            {
                members.WriteNumber("sample", sample);
            }

            members.WriteString("what", difference.What);
            members.WriteString("a", difference.First);
            members.WriteString("b", difference.Second);
            members.WriteEndObject();
        }

        members.WriteEndArray();

        void Names(string member, bool isFirst)
        {
            members.WriteStartArray(member);
            foreach ((string name, _) in diff.Unmatched.Where(channel => channel.IsFirst == isFirst))
            {
                members.WriteStringValue(name);
            }

            members.WriteEndArray();
        }
    }
}
