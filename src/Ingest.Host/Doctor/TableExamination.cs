using System.Globalization;
using System.Runtime.CompilerServices;
using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Host.Output;
using Ingest.Host.Payloads;

namespace Ingest.Host.Doctor;

/// <summary>A table in the source: whether it may be read, its key and indexes, its newest row, and whether its payloads decode.</summary>
internal sealed class TableExamination(ISourceDatabase source, TableSpec spec) : Examination($"table {spec.Name}")
{
    private const int Payloads = 10;
    private const int PageBytes = 64 * 1024;
    private static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(5);

    public override async IAsyncEnumerable<Observation> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        SourceTable? table = null;
        yield return await LookAsync("columns", async () =>
        {
            table = await source.ResolveAsync(spec, cancellation);
            string key = string.Join(", ", table.Key.Select(position => table.Selected[position].Name));
            key = table.Key.Count == 0 ? "no key, so that it is read in one pass without pages" : $"key ({key})";
            return Ok("columns", $"{spec.SourceTable} is there and may be read; {key}, {table.Selected.Count} columns are read");
        });
        if (table is null)
        {
            yield break;
        }

        foreach (string lack in table.Warnings)
        {
            // Without the index everything works, and slowly.
            yield return table.LackingIndex is { } index && lack.Contains(index, StringComparison.Ordinal)
                ? Warning("index", lack)
                : Missing("grant", lack);
        }

        foreach (string advice in table.Advice)
        {
            yield return Warning(table.Key.Count == 0 ? "key" : "index", advice);
        }

        foreach (string warning in spec.Payload?.Warnings ?? [])
        {
            yield return Warning("codec", warning);
        }

        foreach (Observation row in await RowsAsync(table, cancellation))
        {
            yield return row;
        }
    }

    private async Task<IReadOnlyList<Observation>> RowsAsync(SourceTable table, CancellationToken cancellation)
    {
        try
        {
            await using ISourceSnapshot snapshot = await source.OpenAsync(cancellation);
            List<Observation> seen = [];
            UnitInterval? newest = null;
            if (table.Time is { } time)
            {
                TimeSpread spread = await snapshot.SpreadAsync(table, cancellation);
                seen.Add(Newest(time, spread, snapshot.Clock));
                newest = spread.Last is { } day ? UnitInterval.Of(day) : null;
            }
            else if (spec.KeyBlock is { } size)
            {
                Int128? highest = await snapshot.HighestKeyAsync(table, below: null, cancellation);
                newest = highest is { } key ? UnitInterval.Block.Of(key, size) : null;
            }

            if (spec.Payload is { } payload)
            {
                seen.Add(newest is null
                    ? Skipped("codec", "there are no rows to decode")
                    : await DecodeAsync(table, payload, snapshot, newest, cancellation));
            }

            return seen;
        }
        catch (IngestException failure)
        {
            return [Missing("rows", failure.Message)];
        }
    }

    private Observation Newest(SourceColumn time, TimeSpread spread, DateTimeOffset now)
    {
        if (spread.Newest is not { } newest)
        {
            return spread.Last is null
                ? Warning("time", "there are no rows with a time yet")
                : Warning("time", $"the newest {time.Name} is no date of the calendar");
        }

        string sentence = string.Create(CultureInfo.InvariantCulture, $"the newest {time.Name}, read as UTC, is {newest:yyyy-MM-dd HH:mm:ss}");
        return newest - now > AheadMax
            ? Warning("time", string.Create(
                CultureInfo.InvariantCulture,
                $"{sentence}, {(newest - now).TotalMinutes:N0} minutes ahead of the source's clock: is the column in local time, or ")
                + "Time.As another?")
            : Ok("time", $"{sentence}, {Age(now - newest)} ago");
    }

    private async Task<Observation> DecodeAsync(
        SourceTable table, PayloadSpec payload, ISourceSnapshot snapshot, UnitInterval newest, CancellationToken cancellation)
    {
        Fingerprint fingerprint = await snapshot.FingerprintAsync(table, newest, cancellation);
        await using IPageReader reader = snapshot.Read(table, newest, fingerprint, PageBytes);
        using RowPage? page = await reader.NextAsync(cancellation);
        if (page is null)
        {
            return Skipped("codec", "there are no rows to decode");
        }

        using var decoding = new PageDecoder(payload.Decoder, page);
        int rows = Math.Min(Payloads, page.Rows);
        int samples = 0;
        for (int row = 0; row < rows; row++)
        {
            if (page.Columns[table.Payload!.Value].IsNull(row))
            {
                continue;
            }

            if (decoding.Decode(row) is { } fault)
            {
                return Missing(
                    "codec",
                    $"{payload.Column} of one of {rows} rows does not decode ({fault.Message}): is it what Payload.Codec says, and are "
                    + $"Channels those of the payload? Look at it with `ingest decode --table {spec.Name} --key {RowKey.Text(page, row)}`");
            }

            samples += decoding.Samples.Count;
        }

        return Ok("codec", $"{Counted.Of(rows, "row")} of {newest.Name} {(rows == 1 ? "decodes" : "decode")} to {Counted.Of(samples, "sample")}");
    }

    private static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0} s"),
        { TotalMinutes: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:N0} days"),
    };
}
