using Ingest.Codec.Columns;

namespace Ingest.Actors.Batching;

/// <summary>Rows of one partition that become one Parquet row group.</summary>
/// <param name="Partition">Which object they belong to.</param>
/// <param name="Rows">In source order.</param>
/// <param name="Order">Row numbers in the order to write; null when source order is that order.</param>
public sealed record RowGroup(Partition Partition, ColumnBatch Rows, RowOrder? Order) : IDisposable
{
    /// <summary>Bytes rented.</summary>
    public long CapacityBytes => Rows.CapacityBytes + (Order?.CapacityBytes ?? 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        Rows.Dispose();
        Order?.Dispose();
    }
}
