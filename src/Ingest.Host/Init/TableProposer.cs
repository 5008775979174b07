using System.Text.Json.Nodes;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Host.Configuration.Keys;
using Ingest.Host.Init.Payloads;

namespace Ingest.Host.Init;

/// <summary>Proposes what becomes of each table, from its schema and a few of its rows.</summary>
/// <param name="source">The database.</param>
/// <param name="textHoldsTimes">Whether the database keeps times as text.</param>
/// <param name="clock">Stands for a row's time where payloads count from it.</param>
internal sealed class TableProposer(ISourceDatabase source, bool textHoldsTimes, TimeProvider clock)
{
    private const int Rows = 10;

    private readonly HashSet<string> _names = [];
    private readonly HashSet<string> _warnings = [];

    /// <summary>What an operator should know of the database itself, a sentence each. Complete when all tables were proposed.</summary>
    public IReadOnlyCollection<string> Warnings => _warnings;

    /// <exception cref="IngestException">The database cannot be asked.</exception>
    public async Task<IReadOnlyList<TableProposal>> ProposeAsync(CancellationToken cancellation)
    {
        List<TableProposal> proposals = [];
        foreach (string table in (await source.TablesAsync(cancellation)).All)
        {
            proposals.Add(await ProposeAsync(table, cancellation));
        }

        return proposals;
    }

    private async Task<TableProposal> ProposeAsync(string table, CancellationToken cancellation)
    {
        string name = Words.Lake(table.EndsWith("_rejects", StringComparison.OrdinalIgnoreCase) ? $"{table}_table" : table, _names);
        try
        {
            TableLook look = await source.LookAsync(table, Rows, cancellation);
            return look.Schema.Refusal is { } refusal
                ? LeftOut(table, name, $"The table '{table}' {refusal}")
                : await CheckedAsync(new PayloadTableGuess(look, name, textHoldsTimes, clock.GetUtcNow()).Propose() ?? Copied(look, name), cancellation);
        }
        catch (IngestException failure) when (failure.Kind == FailureKind.Permanent)
        {
            return LeftOut(table, name, failure.Message);
        }
    }

    private static TableProposal LeftOut(string table, string name, string why) => new(table, name, "left out", [why]);

    private static TableProposal Copied(TableLook look, string name)
    {
        var key = KeyGuess.Of(look, inBlocks: false);
        var update = UpdateGuess.Of(look, time: null);
        JsonObject entry = NamedEntry.Of(look.Schema.Name, name);
        entry[nameof(TableOptions.Copy)] = true;
        if (key.Columns is { } columns)
        {
            entry[nameof(TableOptions.Key)] = NamedEntry.List(columns);
        }

        if (update is not null)
        {
            entry[nameof(TableOptions.UpdateColumn)] = update.Column;
        }

        string[] why = [.. new[] { key.Why }.Concat(Bytes(look)).Append(update?.Why).OfType<string>()];
        string verdict = !key.IsFound ? "left out" : IsEmpty(look) ? "copied; it has no rows yet" : "copied";
        return new TableProposal(look.Schema.Name, name, verdict, why) { Entry = entry, IsActive = key.IsFound };
    }

    private static IEnumerable<string> Bytes(TableLook look)
    {
        LookedColumn[] bytes = [.. look.Columns.Where(column => column.Role == TypeRole.Bytes)];
        return IsEmpty(look)
            ? bytes.Select(column => $"Whether {column.Name} holds payloads is not seen before there are rows: run ingest init again then.")
            : bytes.Select(column => (column.Name, Kind: KnownFile.Of([.. column.Bytes().Select(value => value.Bytes)])))
                .Where(column => column.Kind is not null)
                .Select(column => $"{column.Name} holds {column.Kind}, which are copied as they are.");
    }

    private static bool IsEmpty(TableLook look) => look.Rows == 0 && look.Columns.Any(column => column.Values is not null);

    /// <summary>Asks the source what a run would ask, so that no table is written that a run refuses.</summary>
    private async Task<TableProposal> CheckedAsync(TableProposal proposal, CancellationToken cancellation)
    {
        if (!proposal.IsActive || EntryCheck.Spec(proposal, out string? wrong) is not { } spec)
        {
            return proposal;
        }

        if (wrong is null)
        {
            try
            {
                SourceTable found = await source.ResolveAsync(spec, cancellation);
                // That of the index names the table, and is said of it; the others are the same for each.
                _warnings.UnionWith(found.Warnings.Where(warning => found.LackingIndex is null || !warning.Contains(found.LackingIndex, StringComparison.Ordinal)));
                return proposal with { LackingIndex = found.LackingIndex };
            }
            catch (IngestException failure) when (failure.Kind == FailureKind.Permanent)
            {
                wrong = failure.Message;
            }
        }

        return proposal with { IsActive = false, Verdict = "left out", Why = [wrong, .. proposal.Why] };
    }
}
