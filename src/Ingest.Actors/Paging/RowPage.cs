using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>One keyset SELECT's rows: the selected columns, the payloads in one slab.</summary>
public sealed class RowPage : IDisposable
{
    public RowPage(SourceTable table, ColumnBatch columns)
    {
        Table = table;
        Columns = columns;
    }

    public SourceTable Table { get; }

    /// <summary>The columns of <see cref="SourceTable.Selected"/>, in its order.</summary>
    public ColumnBatch Columns { get; }

    /// <summary>How many values of each of the columns are not what the source holds; none where no column has any.</summary>
    public IReadOnlyList<long> Changed { get; init; } = [];

    /// <summary>Source rows.</summary>
    public int Rows => Columns.Count;

    /// <summary>Gives the page's arrays back. Only for pages of units that succeeded: a cancelled task may still read.</summary>
    public void Dispose() => Columns.Dispose();
}
