using System.CommandLine;
using Ingest.Host.Configuration;
using Ingest.Host.Output;
using Ingest.Host.Queries;

namespace Ingest.Host.Commands;

/// <summary><c>ingest query</c>: answers SQL over the lake, with DuckDB inside this process.</summary>
internal sealed class QueryVerb : Verb
{
    private readonly Argument<string> _sql = new("SQL")
    {
        Description = "One SELECT statement in DuckDB's dialect. Each configured table is a view, and so are its rejects, "
            + "<table>_rejects.",
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
        IngestConfiguration configuration = Context.Configuration(arguments.GetValue(_config)!);
        string sql = arguments.GetValue(_sql)!;

        // DuckDB's calls block for as long as a query takes.
        await Task.Run(
            () =>
            {
                using LakeQuery lake = LakeQuery.Open(configuration.Lake.Root, configuration.Tables, Context.Clock);
                lake.Run(sql, table => Write(table, arguments), cancellation);
            },
            cancellation);
        return ExitCodes.Done;
    }

    private void Write(ResultTable table, ParseResult arguments)
    {
        Terminal terminal = Context.Terminal;
        if (arguments.GetValue(_json))
        {
            JsonResult.Write(terminal.Out, table);
        }
        else if (arguments.GetValue(_csv))
        {
            CsvTable.Write(table, terminal.Out);
        }
        else
        {
            long rows = AlignedTable.Write(table, terminal.Out);
            terminal.Out.Flush();
            terminal.Error.WriteLine(rows == 1 ? "1 row" : $"{rows} rows");
        }
    }
}
