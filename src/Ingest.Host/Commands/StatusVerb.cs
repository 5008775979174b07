using System.CommandLine;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Output;

namespace Ingest.Host.Commands;

/// <summary><c>ingest status</c>: shows what the lake's records say, unit by unit. Asks the lake alone.</summary>
internal sealed class StatusVerb : Verb
{
    private static readonly IReadOnlyList<ResultColumn> Columns =
    [
        new("table", false), new("unit", false), new("state", false), new("rows", true), new("rejected", true),
        new("samples", true), new("points", true), new("objects", true), new("bytes", true),
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

        var result = new ResultTable(Columns, rows);
        if (arguments.GetValue(_json))
        {
            JsonResult.Write(Context.Terminal.Out, result);
        }
        else
        {
            AlignedTable.Write(result, Context.Terminal.Out);
        }

        return ExitCodes.Done;
    }

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
        { IsCommitted: false } => "unfinished",
        _ when record.Decoder != decoder => "decoder changed",
        { Open: true } => "open",
        _ => "closed",
    };
}
