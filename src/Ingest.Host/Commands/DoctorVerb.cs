using System.CommandLine;
using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Doctor;

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
        IngestConfiguration configuration = Context.Configuration(arguments.GetValue(_config)!);
        IReadOnlyList<TableSpec> tables = configuration.Select(arguments.GetValue(_table));
        await using ISourceDatabase source = SourceDatabase.Open(configuration.Source.ToSource(), Context.Clock);
        ILake lake = LakeStore.Open(configuration.Lake, configuration.Aws, Context.Clock);
        var report = new DoctorReport(Context.Terminal, arguments.GetValue(_json));
        foreach (Examination examination in Examinations.Of(configuration, tables, source, lake, Context.Clock))
        {
            await foreach (Observation seen in examination.RunAsync(cancellation))
            {
                report.Add(seen);
            }
        }

        report.End();
        return report.ExitCode;
    }
}
