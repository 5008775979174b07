using Ingest.Actors.Units;

namespace Ingest.Host.Sampling.Tables;

/// <summary>A source table of our own making, on one connection. Not thread-safe.</summary>
internal interface ISampleTable : IAsyncDisposable
{
    /// <summary>For people: the table and where it is.</summary>
    string Name { get; }

    /// <summary>Makes sure that the table is there, with its mark and its index on time.</summary>
    /// <param name="replace">Drops the table first, if it has the mark.</param>
    /// <exception cref="IngestException">There is such a table without the mark.</exception>
    Task PrepareAsync(bool replace, CancellationToken cancellation);

    /// <summary>Whether the table has rows from a day on to before another. False where there is no table.</summary>
    Task<bool> HasRowsAsync(DateOnly from, DateOnly to, CancellationToken cancellation);

    /// <summary>Adds a row for each burst, their keys going on after the highest one.</summary>
    /// <param name="bursts">Enumerated once.</param>
    /// <param name="atOnce">All or none; otherwise what was added stays when the rest fails.</param>
    /// <param name="progress">Is told now and then how many rows were added so far.</param>
    /// <returns>What was added.</returns>
    Task<SampleCount> AppendAsync(
        IEnumerable<Burst> bursts, bool atOnce, IProgress<SampleCount>? progress, CancellationToken cancellation);
}

/// <summary>What was put into a table.</summary>
/// <param name="Rows">Source rows, a payload each.</param>
/// <param name="Samples">Samples in them.</param>
/// <param name="Points">Values that are not missing.</param>
/// <param name="PayloadBytes">Bytes of all payloads.</param>
internal readonly record struct SampleCount(long Rows, long Samples, long Points, long PayloadBytes)
{
    public static SampleCount operator +(SampleCount one, SampleCount other) => new(
        one.Rows + other.Rows,
        one.Samples + other.Samples,
        one.Points + other.Points,
        one.PayloadBytes + other.PayloadBytes);

    /// <summary>This and one burst.</summary>
    public SampleCount With(Burst burst, int payloadBytes) => new(
        Rows + 1,
        Samples + burst.Count,
        Points + burst.Values.Length - burst.Nulls.Count((byte)1),
        PayloadBytes + payloadBytes);
}
