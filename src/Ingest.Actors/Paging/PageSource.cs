using Akka;
using Akka.Streams.Dsl;
using Akka.Util;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>A unit's rows as a stream of pages, asked for only while the unit's budget has room.</summary>
public static class PageSource
{
    public static Source<RowPage, NotUsed> Create(IPageReader reader, UnitScope scope)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(scope);
        return Source.UnfoldAsync<IPageReader, RowPage>(reader, from => scope.Run(cancellation => NextAsync(from, cancellation)));

        async Task<Option<(IPageReader, RowPage)>> NextAsync(IPageReader from, CancellationToken cancellation)
        {
            await scope.Budget.WaitAsync(cancellation);
            RowPage? page = await from.NextAsync(cancellation);
            scope.Budget.Add(page?.Columns.CapacityBytes ?? 0);
            return page is null ? Option<(IPageReader, RowPage)>.None : (from, page);
        }
    }
}
