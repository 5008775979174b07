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

    /// <exception cref="IngestException">The database cannot be asked.</exception>
    public async Task<IReadOnlyList<TableProposal>> ProposeAsync(CancellationToken cancellation)
    {
        List<TableProposal> proposals = [];
        foreach (string table in await source.TablesAsync(cancellation))
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

        string files = string.Join(" ", look.Columns
            .Where(column => column.Role == TypeRole.Bytes)
            .Select(column => (column.Name, Kind: KnownFile.Of([.. column.Bytes().Select(value => value.Bytes)])))
            .Where(column => column.Kind is not null)
            .Select(column => $"{column.Name} holds {column.Kind}, which are copied as they are."));
        return new TableProposal(
            look.Schema.Name, name, "copied", [.. new[] { "No payloads: copied as it is.", files, key.Why, update?.Why }.OfType<string>().Where(why => why.Length != 0)])
        {
            Entry = entry,
            IsActive = true,
        };
    }

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
                return proposal with { Why = [.. proposal.Why, .. found.Warnings] };
            }
            catch (IngestException failure) when (failure.Kind == FailureKind.Permanent)
            {
                wrong = failure.Message;
            }
        }

        return proposal with { IsActive = false, Verdict = "left out", Why = [wrong, .. proposal.Why] };
    }
}
