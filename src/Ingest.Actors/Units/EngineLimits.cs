namespace Ingest.Actors.Units;

/// <summary>The sizes that bound a unit's work. Objects depend on the data and the row group's two limits alone.</summary>
public sealed record EngineLimits
{
    /// <summary>Source bytes that a page aims at.</summary>
    public int PageBytes { get; init; } = 512 * 1024;

    /// <summary>Decoded bytes at which a batch ends, though its page goes on: a small payload can hold many samples.</summary>
    public int BatchBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Rows of a full row group. Changes the objects.</summary>
    public int RowGroupRows { get; init; } = 1_048_576;

    /// <summary>Decoded bytes of all unfinished row groups of a unit together, at which the largest of them is cut. Changes
    /// the objects.</summary>
    public int RowGroupBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Bytes of rejects at which their row group is cut. Changes the objects.</summary>
    public int RejectGroupBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Event dates that one pass over a unit writes.</summary>
    public int DatesPerPass { get; init; } = 64;

    /// <summary>Bytes that a unit may hold in pages, batches and row groups.</summary>
    public long UnitBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>Pages of a unit that are decoded at once.</summary>
    public int DecodeParallelism { get; init; } = 2;

    /// <summary>Units in flight at once: one for two cores.</summary>
    public int UnitParallelism { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>The least that <see cref="UnitBytes"/> can be: unfinished row groups in arrays that are at most half empty and
    /// carry null marks, and the pages and batches in flight.</summary>
    public long UnitBytesMin => (RowGroupBytes * 5L / 2) + RejectGroupBytes + InFlightBytes;

    /// <summary>What the pager leaves free for the pages and batches that it has already sent on.</summary>
    public long InFlightBytes => (DecodeParallelism + 1L) * (PageBytes + BatchBytes);
}
