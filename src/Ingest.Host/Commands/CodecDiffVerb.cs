using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Codec;
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
        Description = $"How the payloads are decoded: a layout, a file with what stands under Payload, or `{Own}`: the table's own.",
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
        TableSpec one = first.Select(own.Name)[0];
        TableSpec other = second.Select(own.Name)[0];
        var comparison = new PayloadComparison(one.Payload!.Decoder, other.Payload!.Decoder);
        await using ISourceDatabase source = await SourceAccess.OpenAsync(configuration, Context.Clock, cancellation);
        TableSpec read = one with { Payload = BothDecoders.Of(one.Payload, other.Payload) };
        var found = new List<PayloadDifference>();
        long rows = 0;
        long samples = 0;
        long rejected = 0;
        long differences = 0;
        int wanted = arguments.GetValue(_rows);
        await foreach (RowPage page in new SourcePayloads(source, read, wanted).ReadAsync(cancellation))
        {
            using RowPage owned = page;
            using var left = new PageDecoder(one.Payload.Decoder, page);
            using var right = new PageDecoder(other.Payload.Decoder, page);
            for (int row = 0; row < page.Rows && rows < wanted; row++, rows++)
            {
                PayloadException? leftFault = left.Decode(row);
                PayloadException? rightFault = right.Decode(row);
                samples += left.Samples.Count;
                rejected += leftFault is not null && rightFault is not null ? 1 : 0;
                foreach (PayloadDifference difference in comparison.Of(RowKey.Text(page, row), left.Samples, leftFault, right.Samples, rightFault))
                {
                    differences++;
                    if (found.Count < arguments.GetValue(_show))
                    {
                        found.Add(difference);
                    }
                }
            }
        }

        if (rows != 0 && samples == 0)
        {
            Context.Terminal.Say("no row was decoded by both, so that nothing is proven");
        }

        bool same = differences == 0 && comparison.Unmatched.Count == 0 && (rows == 0 || samples != 0);
        Report(arguments, comparison, found, (rows, samples, rejected, differences));
        return same ? ExitCodes.Done : ExitCodes.Differences;
    }

    private IngestConfiguration Configuration(string file, string table, string way) => ConfigurationReader.Read(
        new ConfigurationOrigin(file, Context.Environment) { Payload = way == Own ? null : new PayloadOverride(table, way) });

    private void Report(
        ParseResult arguments, PayloadComparison comparison, List<PayloadDifference> found, (long Rows, long Samples, long Rejected, long Differences) count)
    {
        if (arguments.GetValue(_json))
        {
            JsonResult.Write(Context.Terminal.Out, (Utf8JsonWriter members) => Members(members, comparison, found, count));
            return;
        }

        foreach ((string name, bool isFirst) in comparison.Unmatched)
        {
            Context.Terminal.Out.WriteLine($"only {(isFirst ? "A" : "B")} has the channel {name}");
        }

        if (found.Count != 0)
        {
            AlignedTable.Write(
                new ResultTable(
                    [new("key", false), new("sample", true), new("what", false), new("A", false), new("B", false)],
                    found.Select(difference => (IReadOnlyList<object?>)[difference.Key, difference.Sample, difference.What, difference.First, difference.Second])),
                Context.Terminal.Out);
        }

        Context.Terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count.Rows:N0} rows, {count.Samples:N0} samples, {count.Rejected:N0} rejected by both, {count.Differences:N0} differences"));
    }

    private static void Members(
        Utf8JsonWriter members, PayloadComparison comparison, List<PayloadDifference> found, (long Rows, long Samples, long Rejected, long Differences) count)
    {
        members.WriteNumber("rows", count.Rows);
        members.WriteNumber("samples", count.Samples);
        members.WriteNumber("rejected", count.Rejected);
        members.WriteNumber("differences", count.Differences);
        Names("only_a", true);
        Names("only_b", false);
        members.WriteStartArray("shown");
        foreach (PayloadDifference difference in found)
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
            foreach ((string name, _) in comparison.Unmatched.Where(channel => channel.IsFirst == isFirst))
            {
                members.WriteStringValue(name);
            }

            members.WriteEndArray();
        }
    }
}
