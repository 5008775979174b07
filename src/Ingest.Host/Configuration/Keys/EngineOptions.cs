using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Ingest.Actors.Units;
using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Configuration.Keys;

/// <summary>Sizes and parallelism.</summary>
public sealed class EngineOptions
{
    private static readonly EngineLimits Defaults = new();

    [Range(typeof(ByteSize), "1KiB", "256MiB")]
    [Description("Source bytes that one page aims at. Changes nothing in the lake.")]
    public ByteSize PageBytes { get; set; } = new(Defaults.PageBytes);

    [Range(typeof(ByteSize), "1MiB", "64GiB")]
    [Description("Bytes that one unit may hold in pages, batches, row groups and uploads; when they are full, reading waits. Changes nothing in the lake.")]
    public ByteSize UnitBytes { get; set; } = new(Defaults.UnitBytes);

    [Range(1, 256)]
    [AbsentMeans("half the cores, at least 1, at most `Source.MaxConnections`")]
    [Description("Units that are read at once. One more may be in flight, which has been read and is still written. Each holds a connection and up to `UnitBytes`.")]
    public int? UnitParallelism { get; set; }

    [Range(1, 256)]
    [Description("Pages of a unit that are decoded at once.")]
    public int DecodeParallelism { get; set; } = Defaults.DecodeParallelism;

    [Range(1, 1 << 24)]
    [Description("Rows of a full row group. Changes the objects' bytes, not their rows.")]
    public int RowGroupRows { get; set; } = Defaults.RowGroupRows;

    [Range(typeof(ByteSize), "64KiB", "512MiB")]
    [Description("Decoded bytes of all unfinished row groups of a unit together, at which the largest of them is cut. Changes the objects' bytes, not their rows.")]
    public ByteSize RowGroupBytes { get; set; } = new(Defaults.RowGroupBytes);
}
