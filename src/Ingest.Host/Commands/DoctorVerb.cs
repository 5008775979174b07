using System.CommandLine;
using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Doctor;
using Ingest.Host.Secrets;
using Ingest.Host.Selection;

namespace Ingest.Host.Commands;

/// <summary><c>ingest doctor</c>: looks at every thing that the configuration needs, a line each with what to do.</summary>
internal sealed class DoctorVerb : Verb
{
    private readonly Option<string?> _table = SharedOptions.Table("Only this table.");
    private readonly Option<string> _config = SharedOptions.Config();
    private readonly Option<bool> _json = SharedOptions.Json();

    public DoctorVerb(CommandContext context)
        : base("doctor", "Look at everything that the configuration needs, one line each with what to do: the source, its tables, grants and indexes, the lake, the catalog. Leaves nothing behind. Ends with 2 if anything is missing.", context)
    {
        Add(_table);
        Add(_config);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using IngestConfiguration configuration = Context.Configuration(arguments.GetValue(_config)!);
        var report = new DoctorReport(Context.Terminal, arguments.GetValue(_json));
        await using ISourceDatabase? source = await OpenAsync(configuration, report, cancellation);
        TableSet all = source is null ? TableSet.Of(configuration) : await TablesAsync(configuration, source, report, cancellation);
        TableSet tables = all.Select(arguments.GetValue(_table));
        foreach (Examination examination in Examinations.Of(configuration, tables.Tables, source, Context.Clock))
        {
            await foreach (Observation seen in examination.RunAsync(cancellation))
            {
                report.Add(seen);
            }
        }

        foreach (FailedTable refused in tables.Refused)
        {
            report.Add(new Observation($"table {refused.Table.Name}", "name", Verdict.Missing, refused.Failure.Reason));
        }

        foreach (string sentence in tables.Sentences)
        {
            report.Add(new Observation("source", "tables", Verdict.Warning, sentence));
        }

        report.End();
        return report.ExitCode;
    }

    /// <summary>Those that have an entry, where the source does not say which others there are.</summary>
    private async Task<TableSet> TablesAsync(
        IngestConfiguration configuration, ISourceDatabase source, DoctorReport report, CancellationToken cancellation)
    {
        try
        {
            return await SourceTables.ReadAsync(configuration, source, configuration.Retry with { Count = 0 }, Context.Clock, cancellation);
        }
        catch (IngestException failure)
        {
            report.Add(new Observation("source", "tables", Verdict.Missing, $"which tables \"*\" stands for is not known: {failure.Message}"));
            return TableSet.Of(configuration);
        }
    }

    /// <summary>Null where it cannot even be tried: a secret cannot be read, or an option is not understood.</summary>
    private async Task<ISourceDatabase?> OpenAsync(IngestConfiguration configuration, DoctorReport report, CancellationToken cancellation)
    {
        try
        {
            return await SourceAccess.OpenAsync(configuration, Context.Clock, cancellation);
        }
        catch (IngestException failure)
        {
            report.Add(new Observation("source", "access", Verdict.Missing, failure.Message));
            return null;
        }
    }
}
