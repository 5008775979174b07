using System.Runtime.CompilerServices;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Host.Payloads;

/// <summary>Reads rows of a table to look at them: newest units first, each in its order, as many as are asked for.</summary>
internal sealed class SourcePayloads(ISourceDatabase source, TableSpec spec, int rows)
{
    private const int PageBytes = 256 * 1024;

    /// <summary>Days without a row after which older ones are not looked for.</summary>
    private const int EmptyDaysMax = 3_660;

    private int _emptyDays;

    /// <summary>Pages with at least one row; the caller owns them. The last may have more rows than are wanted.</summary>
    /// <exception cref="IngestException"/>
    public async IAsyncEnumerable<RowPage> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        SourceTable table = await source.ResolveAsync(spec, cancellation);
        await using ISourceSnapshot snapshot = await source.OpenAsync(cancellation);
        int left = rows;
        await foreach (UnitInterval unit in UnitsAsync(table, snapshot, cancellation))
        {
            Fingerprint fingerprint = await snapshot.FingerprintAsync(table, unit, cancellation);
            await using IPageReader reader = snapshot.Read(table, unit, fingerprint, PageBytes);
            while (left > 0 && await reader.NextAsync(cancellation) is { } page)
            {
                left -= page.Rows;
                _emptyDays = 0;
                yield return page;
            }

            if (left <= 0)
            {
                yield break;
            }
        }
    }

    private async IAsyncEnumerable<UnitInterval> UnitsAsync(
        SourceTable table, ISourceSnapshot snapshot, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (spec.KeyBlock is { } size)
        {
            Int128? below = null;
            while (await snapshot.HighestKeyAsync(table, below, cancellation) is { } highest)
            {
                UnitInterval.Block block = UnitInterval.Block.Of(highest, size);
                yield return block;
                below = (Int128)block.Number * size;
            }

            yield break;
        }

        TimeSpread spread = await snapshot.SpreadAsync(table, cancellation);
        // A row of the year 9998 stands for "never", and would be millennia of empty days away from the others.
        var tomorrow = DateOnly.FromDateTime(snapshot.Clock.UtcDateTime.AddDays(1));
        for (DateOnly? day = spread.Last < tomorrow ? spread.Last : tomorrow; day >= spread.First && _emptyDays < EmptyDaysMax; day = day.Value.AddDays(-1))
        {
            _emptyDays++;
            yield return UnitInterval.Of(day.Value);
        }
    }
}
