namespace Ingest.Actors.Units;

/// <summary>The sizes that bound a unit's work. What they bound depends on the data alone, so any values that are large
/// enough give the same objects, but for the row group's.</summary>
public sealed record EngineLimits
{
    /// <summary>Source bytes that a page aims at.</summary>
    public int PageBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Rows of a full row group. Changes the objects.</summary>
    public int RowGroupRows { get; init; } = 1_048_576;

    /// <summary>Decoded bytes of a full row group. Changes the objects.</summary>
    public int RowGroupBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Decoded bytes that all unfinished row groups of a unit hold together before the largest is cut. Changes the
    /// objects.</summary>
    public int OpenGroupsBytes { get; init; } = 40 * 1024 * 1024;

    /// <summary>Event dates that one pass over a unit writes. Changes nothing but the number of passes.</summary>
    public int DatesPerPass { get; init; } = 64;

    /// <summary>Bytes that a unit may hold in pages, batches and row groups before the pager waits.</summary>
    public long UnitBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>Pages of a unit that are decoded at once.</summary>
    public int DecodeParallelism { get; init; } = 2;

    /// <summary>Units in flight at once: one for two cores.</summary>
    public int UnitParallelism { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);
}
