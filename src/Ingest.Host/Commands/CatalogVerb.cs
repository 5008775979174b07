using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Output;
using Ingest.Host.Running;
using Ingest.Host.Selection;

namespace Ingest.Host.Commands;

/// <summary><c>ingest catalog</c>: makes the catalog say what the lake's records say, or prints the SQL that does. Asks the lake and the
/// catalog alone.</summary>
internal sealed class CatalogVerb : Verb
{
    private readonly Option<bool> _ddl = new("--ddl") { Description = "Print the SQL that tells Athena, for somebody who may run it there, one statement at a time; nothing is told." };
    private readonly Option<string?> _database = new("--database") { Description = "With --ddl: the database; default: Catalog.Database.", HelpName = "NAME" };
    private readonly Option<string?> _table = SharedOptions.Table("Only this table, and its rejects.");
    private readonly Option<string> _config = SharedOptions.Config();
    private readonly Option<bool> _json = SharedOptions.Json();

    public CatalogVerb(CommandContext context)
        : base("catalog", "Ask the catalog what it knows of the lake, and tell it the rest. Every run tells it what changed.", context)
    {
        Add(_ddl);
        Add(_database);
        Add(_table);
        Add(_config);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using IngestConfiguration configuration = Context.Configuration(arguments.GetValue(_config)!);
        TableSet known = await RecordedTables.ReadAsync(configuration, Context.Clock, cancellation);
        IReadOnlyList<TableSpec> tables = known.Select(arguments.GetValue(_table)).Tables;
        bool json = arguments.GetValue(_json);
        if (arguments.GetValue(_ddl))
        {
            return await PrintAsync(configuration, tables, arguments.GetValue(_database), json, cancellation);
        }

        return arguments.GetValue(_database) is null
            ? await TellAsync(configuration, tables, json, cancellation)
            : throw new UsageException("--database is for --ddl; the catalog's own is Catalog.Database in the configuration");
    }

    private async Task<int> TellAsync(
        IngestConfiguration configuration, IReadOnlyList<TableSpec> tables, bool json, CancellationToken cancellation)
    {
        if (configuration.Catalog is not CatalogSpec.Glue glue)
        {
            throw new UsageException("the configuration names no catalog; write Catalog with Kind glue, or take the SQL of `ingest catalog --ddl`");
        }

        long begun = Context.Clock.GetTimestamp();
        ILake lake = LakeStore.Open(configuration.Lake, configuration.Aws, Context.Clock);
        ICatalog catalog = CatalogStore.Open(glue, lake, configuration.Aws, Context.Clock);
        IReadOnlyList<string> notices = [];
        IngestFailure? failure = null;
        try
        {
            notices = await catalog.UpdateAsync(tables, anew: true, cancellation);
        }
        catch (IngestException failed)
        {
            failure = IngestFailure.Of(failed);
            Context.Terminal.Say(failed.Message);
        }

        notices.ToList().ForEach(Context.Terminal.Say);
        double seconds = Context.Clock.GetElapsedTime(begun).TotalSeconds;
        if (json)
        {
            JsonResult.Write(Context.Terminal.Out, members => Write(members, notices, failure, seconds));
        }
        else if (failure is null && notices.Count == 0)
        {
            Context.Terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"the catalog's database {glue.Database} says what the lake says; {seconds:0.0} s"));
        }

        return failure is null ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<string> notices, IngestFailure? failure, double seconds)
    {
        json.WriteStartArray("notices");
        foreach (string notice in notices)
        {
            json.WriteStringValue(notice);
        }

        json.WriteEndArray();
        FailureSentences.Write(json, failure is null ? [] : [("catalog", null, failure.Reason)]);
        json.WriteNumber("seconds", Math.Round(seconds, 3));
    }

    private async Task<int> PrintAsync(
        IngestConfiguration configuration, IReadOnlyList<TableSpec> tables, string? named, bool json, CancellationToken cancellation)
    {
        if (configuration.Lake is LakeSpec.Folder folder)
        {
            throw new UsageException($"Athena reads lakes in S3 only, and this one is the directory {folder.Path}; `ingest query` reads it");
        }

        var glue = configuration.Catalog as CatalogSpec.Glue;
        string database = named ?? glue?.Database ?? throw new UsageException("in which database? Name it with --database");
        ILake lake = LakeStore.Open(configuration.Lake, configuration.Aws, Context.Clock);
        IReadOnlyList<LakeTable> found = await ReadAsync(lake, tables, cancellation);
        DateOnly? today = glue?.Projection == true ? DateOnly.FromDateTime(Context.Clock.GetUtcNow().UtcDateTime) : null;
        IEnumerable<string> statements = new AthenaDdl(database, lake.Root, today).Of(found);
        foreach (LakeTable table in found.Where(table => table.Partitions?.Contains(AthenaDdl.NullPartition) == true))
        {
            Context.Terminal.Say(
                $"{table.Name} has rows without a date, in {table.FolderOf(AthenaDdl.NullPartition)}, which Athena's SQL cannot add; `ingest catalog` can.");
        }

        if (json)
        {
            JsonResult.Write(Context.Terminal.Out, members => Write(members, statements));
        }
        else
        {
            foreach (string statement in statements)
            {
                Context.Terminal.Out.WriteLine($"{statement};\n");
            }
        }

        return ExitCodes.Done;
    }

    private static async Task<IReadOnlyList<LakeTable>> ReadAsync(ILake lake, IReadOnlyList<TableSpec> tables, CancellationToken cancellation)
    {
        var records = new LakeTables(new RecordStore(lake));
        List<LakeTable> found = [];
        foreach (TableSpec table in tables)
        {
            found.AddRange(await records.ReadAsync(table, cancellation));
        }

        return found;
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<string> statements)
    {
        json.WriteStartArray("statements");
        foreach (string statement in statements)
        {
            json.WriteStringValue(statement);
        }

        json.WriteEndArray();
    }
}
