using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Supervisors;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Running;
using Ingest.Host.Secrets;

namespace Ingest.Host.Selection;

/// <summary>The tables of a verb that works with the source: which <c>"*"</c> stands for is asked of it.</summary>
internal static class SourceTables
{
    /// <summary>Asks as often as the configuration says; nothing where there is no <c>"*"</c>.</summary>
    /// <exception cref="IngestException">The source cannot be asked.</exception>
    public static async Task<TableSet> ReadAsync(IngestConfiguration configuration, TimeProvider clock, CancellationToken cancellation)
    {
        if (configuration.Every is null)
        {
            return TableSet.Of(configuration);
        }

        await using ISourceDatabase source = await SourceAccess.OpenAsync(configuration, clock, cancellation);
        return await ReadAsync(configuration, source, configuration.Retry, clock, cancellation);
    }

    /// <summary>Asks a source that is open already.</summary>
    /// <exception cref="IngestException">The source cannot be asked.</exception>
    public static async Task<TableSet> ReadAsync(
        IngestConfiguration configuration, ISourceDatabase source, RetryPolicy retry, TimeProvider clock, CancellationToken cancellation)
    {
        if (configuration.Every is not { } every)
        {
            return TableSet.Of(configuration);
        }

        TableNames names = await RepeatedQuestion.AskAsync(() => source.TablesAsync(cancellation), retry, clock, cancellation);
        TableSet tables = new TableExpansion(configuration.Tables, every, source.Name).Of(names);
        var records = new RecordStore(LakeStore.Open(configuration.Lake, configuration.Aws, clock));
        try
        {
            return tables with { Gone = await GoneAsync(tables, every, names, source, records, cancellation) };
        }
        catch (IngestException failure)
        {
            // Tables that are there are no worse for it.
            return tables with { Notices = [.. tables.Notices, $"Which tables the source has no more was not seen: {failure.Message}"] };
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> GoneAsync(
        TableSet tables, EveryTable every, TableNames names, ISourceDatabase source, RecordStore records, CancellationToken cancellation)
    {
        HashSet<string> known = [.. tables.Tables.Concat(tables.Refused.Select(refused => refused.Table)).Select(table => table.Name)];
        IReadOnlyDictionary<string, TableIdentity> recorded = await records.TablesAsync(name => !known.Contains(name), cancellation);
        return recorded
            .Where(table => table.Value.SourceSchema == source.Schema
                && !names.All.Contains(table.Value.SourceTable, names.Comparer)
                && every.Of(table.Key, table.Value) is not null)
            .ToDictionary(
                table => table.Key,
                table => $"The table '{table.Value.SourceTable}' is no longer seen in {source.Name}: what the lake has of it, as {table.Key}, is left as it is.");
    }
}
