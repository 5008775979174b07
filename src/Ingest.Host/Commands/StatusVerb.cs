using System.CommandLine;
using System.Globalization;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Output;

namespace Ingest.Host.Commands;

/// <summary><c>ingest status</c>: shows what the lake's records say, unit by unit. Asks the lake alone.</summary>
internal sealed class StatusVerb : Verb
{
    private const string Unfinished = "unfinished";
    private const string Samples = "samples";
    private const string Bytes = "bytes";

    private static readonly IReadOnlyList<ResultColumn> Columns =
    [
        new("table", false), new("unit", false), new("state", false), new("rows", true), new("rejected", true),
        new(Samples, true), new("points", true), new("objects", true), new(Bytes, true),
    ];

    private readonly Option<string?> _table = SharedOptions.Table("Only this table.");
    private readonly Option<string> _config = SharedOptions.Config();
    private readonly Option<bool> _json = SharedOptions.Json();

    public StatusVerb(CommandContext context)
        : base("status", "Show the units that the lake has: what each was made from and what it holds.", context)
    {
        Add(_table);
        Add(_config);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        IngestConfiguration configuration = Context.Configuration(arguments.GetValue(_config)!);
        var records = new RecordStore(new DirectoryLake(configuration.LakeRoot, Context.Clock));
        List<IReadOnlyList<object?>> rows = [];
        foreach (TableSpec table in configuration.Select(arguments.GetValue(_table)))
        {
            string decoder = DecoderHash.Of(table);
            foreach (UnitInterval interval in await records.ListAsync(table, cancellation))
            {
                TaggedRecord found = await records.GetAsync(new Unit(table, interval), cancellation);
                if (found.Record is { } record)
                {
                    rows.Add(Row(record, decoder));
                }
            }
        }

        if (arguments.GetValue(_json))
        {
            JsonResult.Write(Context.Terminal.Out, new ResultTable(Columns, rows));
        }
        else
        {
            Show(rows);
        }

        return ExitCodes.Done;
    }

    /// <summary>For people: years of days on which nothing came would bury the others, and samples would not fit a terminal
    /// of 80 columns.</summary>
    private void Show(List<IReadOnlyList<object?>> rows)
    {
        List<IReadOnlyList<object?>> shown = [.. rows.Where(row => !IsEmpty(row)).Select(Readable)];
        AlignedTable.Write(new ResultTable([.. Columns.Where(column => column.Name != Samples)], shown), Context.Terminal.Out);
        if (rows.Count > shown.Count)
        {
            Context.Terminal.Out.Flush();
            Context.Terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"not shown: {rows.Count - shown.Count:N0} without rows (--json shows all)"));
        }
    }

    private static bool IsEmpty(IReadOnlyList<object?> row) =>
        row[2] is not Unfinished && row.Skip(3).All(count => count is 0L);

    private static IReadOnlyList<object?> Readable(IReadOnlyList<object?> row) =>
    [
        .. Columns.Zip(row)
            .Where(cell => cell.First.Name != Samples)
            .Select(cell => cell switch
            {
                ({ Name: Bytes }, long bytes) => ByteText.Of(bytes),
                (_, long count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0}"),
                var (_, text) => text,
            }),
    ];

    private static object?[] Row(UnitRecord record, string decoder) =>
    [
        record.Table,
        record.Unit,
        State(record, decoder),
        record.Source.Rows,
        record.Rejected,
        record.Samples,
        record.Points,
        (long)record.Objects.Count,
        record.Objects.Sum(made => made.Size),
    ];

    private static string State(UnitRecord record, string decoder) => record switch
    {
        { IsCommitted: false } => Unfinished,
        _ when record.Decoder != decoder => "decoder changed",
        { Open: true } => "open",
        _ => "closed",
    };
}
