using System.CommandLine;
using System.Text.Json;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Output;
using Ingest.Host.Queries;
using Ingest.Host.Queries.Athena;
using Ingest.Host.Selection;

namespace Ingest.Host.Commands;

/// <summary><c>ingest query</c>: answers SQL over the lake, with DuckDB inside this process where it is a directory, with Athena
/// where it is in S3.</summary>
internal sealed class QueryVerb : Verb
{
    private readonly Argument<string> _sql = new("SQL")
    {
        Description = "One SELECT statement over the configured tables, those that `*` has brought too, and their rejects, <table>_rejects. DuckDB answers it over a "
            + "directory, Athena over a lake in S3, and then what it scanned and what that costs is said.",
    };

    private readonly Option<string> _config = SharedOptions.Config();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Option<bool> _csv = new("--csv") { Description = "Write CSV with a header to standard output." };

    public QueryVerb(CommandContext context)
        : base("query", "Answer SQL over the lake. Reads, never writes.", context)
    {
        Add(_sql);
        Add(_config);
        Add(_json);
        Add(_csv);
        Validators.Add(result =>
        {
            if (result.GetValue(_json) && result.GetValue(_csv))
            {
                result.AddError("--json and --csv are two ways to write one result; give one of them");
            }
        });
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using IngestConfiguration configuration = Context.Configuration(arguments.GetValue(_config)!);
        string sql = arguments.GetValue(_sql)!;
        switch (configuration)
        {
            case { Catalog: CatalogSpec.Glue glue }:
                var athena = new AthenaQuery(configuration.Aws, glue, Context.Clock);
                await athena.RunAsync(sql, (table, scanned) => Write(table, arguments, scanned), cancellation);
                break;
            case { Lake: LakeSpec.Folder folder }:
                TableSet tables = await RecordedTables.ReadAsync(configuration, Context.Clock, cancellation);
                // DuckDB's calls block for as long as a query takes.
                await Task.Run(
                    () =>
                    {
                        using LakeQuery lake = LakeQuery.Open(folder.Path, tables.Tables, Context.Clock);
                        lake.Run(sql, table => Write(table, arguments, null), cancellation);
                    },
                    cancellation);
                break;
            default:
                throw IngestException.Permanent(
                    $"SQL over {configuration.Lake.Root} is answered by Athena, which asks a catalog: set Catalog.Kind to glue and name its Database");
        }

        return ExitCodes.Done;
    }

    /// <param name="table">The result.</param>
    /// <param name="arguments">Say how it is written.</param>
    /// <param name="scanned">Bytes that cost something; null where nothing does.</param>
    private void Write(ResultTable table, ParseResult arguments, long? scanned)
    {
        Terminal terminal = Context.Terminal;
        string cost = scanned is { } bytes ? AthenaPrice.Text(bytes) : "";
        if (arguments.GetValue(_json))
        {
            JsonResult.Write(terminal.Out, table, json => WriteCost(json, scanned));
        }
        else if (arguments.GetValue(_csv))
        {
            CsvTable.Write(table, terminal.Out);
            terminal.Out.Flush();
            terminal.Error.Write(cost.Length == 0 ? "" : $"{cost}{terminal.Error.NewLine}");
        }
        else
        {
            long rows = AlignedTable.Write(table, terminal.Out);
            terminal.Out.Flush();
            terminal.Error.WriteLine($"{(rows == 1 ? "1 row" : $"{rows} rows")}{(cost.Length == 0 ? "" : $"; {cost}")}");
        }
    }

    private static void WriteCost(Utf8JsonWriter json, long? scanned)
    {
        if (scanned is { } bytes)
        {
            json.WriteNumber("scanned_bytes", bytes);
            json.WriteNumber("dollars", AthenaPrice.Of(bytes));
        }
    }
}
