using Akka;
using Akka.Streams.Dsl;
using Akka.Util;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>A unit's rows as a stream of pages, asked for only while the unit's budget has room.</summary>
public static class PageSource
{
    /// <param name="reader">Reads the pages.</param>
    /// <param name="scope">The unit's limits and budget.</param>
    /// <param name="turn">Given up after the last page; null: there is none to give up.</param>
    public static Source<RowPage, NotUsed> Create(IPageReader reader, UnitScope scope, ReadingTurn? turn = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(scope);
        return Source.UnfoldAsync<IPageReader, RowPage>(reader, from => scope.Run(cancellation => NextAsync(from, cancellation)));

        async Task<Option<(IPageReader, RowPage)>> NextAsync(IPageReader from, CancellationToken cancellation)
        {
            await scope.Budget.WaitAsync(cancellation);
            RowPage? page = await from.NextAsync(cancellation);
            scope.Budget.Add(page?.Columns.CapacityBytes ?? 0);
            if (page is not null)
            {
                return (from, page);
            }

            turn?.Dispose();
            return Option<(IPageReader, RowPage)>.None;
        }
    }
}
