namespace Ingest.Actors.Units;

/// <summary>The sizes that bound a unit's work. Objects depend on the data and on those that say so.</summary>
public sealed record EngineLimits
{
    /// <summary>What an open upload collects small writes in.</summary>
    public const int UploadBufferBytes = 16 * 1024;

    /// <summary>A part of an upload; the last one is smaller. S3 takes no smaller ones before the last.</summary>
    public const int UploadPartBytes = 5 * 1024 * 1024;

    /// <summary>What a part that is being collected grows by.</summary>
    public const int UploadChunkBytes = 32 * 1024;

    /// <summary>Parts of a unit that are on their way to the store at once: one is sent while the next is encoded.</summary>
    public const int UploadPartsInFlight = 2;

    /// <summary>Source bytes that a page aims at.</summary>
    public int PageBytes { get; init; } = 512 * 1024;

    /// <summary>Decoded bytes at which a batch ends, though its page goes on: a small payload can hold many samples.</summary>
    public int BatchBytes { get; init; } = 1024 * 1024;

    /// <summary>Rows of a full row group. Changes the objects.</summary>
    public int RowGroupRows { get; init; } = 1_048_576;

    /// <summary>Decoded bytes of all unfinished row groups of a unit together, at which the largest of them is cut. Changes
    /// the objects.</summary>
    public int RowGroupBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Bytes of rejects at which their row group is cut. Changes the objects.</summary>
    public int RejectGroupBytes { get; init; } = 256 * 1024;

    /// <summary>Event dates that one pass over a unit writes. Changes the objects.</summary>
    public int DatesPerPass { get; init; } = 64;

    /// <summary>Bytes beyond their last whole part that all objects of a pass may have together. One part of it is the rejects';
    /// when the data's objects have more than the rest, dates are put off to a later pass. Changes the objects.</summary>
    public long UploadTailBytes { get; init; } = 3L * UploadPartBytes;

    /// <summary>Bytes that a unit may hold in pages, batches, row groups and uploads. Encoding a row group needs about five
    /// times its largest column beside them.</summary>
    public long UnitBytes { get; init; } = 160L * 1024 * 1024;

    /// <summary>Pages of a unit that are decoded at once.</summary>
    public int DecodeParallelism { get; init; } = 2;

    /// <summary>Units that are read at once: one for two cores. One more is in flight, which has been read and is still written.</summary>
    public int UnitParallelism { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>The least that <see cref="UnitBytes"/> can be, so that the pager never waits for what only more pages could
    /// set free: unfinished row groups in arrays that are half empty and carry null marks, their uploads, and the rest.</summary>
    public long UnitBytesMin =>
        ((RowGroupBytes + RejectGroupBytes) * 5L / 2) + UploadsAtRestBytes + AfterPagerBytes;

    /// <summary>Bytes above which the pager waits.</summary>
    public long PagerBytes => UnitBytes - AfterPagerBytes;

    /// <summary>What open uploads hold, one for each date and one for rejects, when nothing is written to them.</summary>
    private long UploadsAtRestBytes => UploadTailBytes + ((DatesPerPass + 1L) * (UploadBufferBytes + UploadChunkBytes));

    /// <summary>What may still come when the pager has stopped: the pages and batches that it has already sent on (a page may
    /// be twice its size), a row group's arrays that double because of them, and the part that one is being encoded into, with
    /// those on their way.</summary>
    private long AfterPagerBytes => ((DecodeParallelism + 1L) * ((2L * PageBytes) + BatchBytes)) + (RowGroupBytes * 5L / 4)
        + ((UploadPartsInFlight + 1L) * UploadPartBytes);
}
