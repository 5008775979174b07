using Ingest.Codec.Columns;

namespace Ingest.Actors.Decoding;

/// <summary>Decoded rows of one page, or of a part of it, in source order.</summary>
/// <param name="Samples">The table's lake columns.</param>
/// <param name="Rejects">The rows that could not be decoded: the columns of <see cref="Units.LakeSchema.Rejects"/>.</param>
/// <param name="Tally">What was read and decoded.</param>
/// <param name="NextRow">The page's first row that this batch leaves out.</param>
public sealed record DecodedBatch(ColumnBatch Samples, ColumnBatch Rejects, UnitTally Tally, int NextRow) : IDisposable
{
    /// <summary>Bytes rented.</summary>
    public long CapacityBytes => Samples.CapacityBytes + Rejects.CapacityBytes;

    /// <inheritdoc/>
    public void Dispose()
    {
        Samples.Dispose();
        Rejects.Dispose();
    }
}
