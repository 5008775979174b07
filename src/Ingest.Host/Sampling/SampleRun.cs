using Ingest.Actors.Units;
using Ingest.Host.Sampling.Readings;
using Ingest.Host.Sampling.Reference;
using Ingest.Host.Sampling.Tables;

namespace Ingest.Host.Sampling;

/// <summary>Puts samples into a table of our own making. Whatever can be refused is refused before the table is touched.</summary>
internal static class SampleRun
{
    /// <summary>Adds reference data of days that the table has no rows of.</summary>
    /// <param name="replace">Makes the table anew instead.</param>
    /// <exception cref="IngestException">The table has rows of those days, or is not ours.</exception>
    public static async Task<SampleCount> ReferenceAsync(
        ISampleTable table,
        ReferenceData data,
        DateOnly from,
        int days,
        bool replace,
        IProgress<SampleProgress>? progress,
        CancellationToken cancellation)
    {
        DateOnly to = from.AddDays(days);
        if (!replace && await table.HasRowsAsync(from, to, cancellation))
        {
            throw IngestException.Permanent(
                $"The {table.Name} has rows between {from:yyyy-MM-dd} and {to.AddDays(-1):yyyy-MM-dd} already: "
                + "begin later with --from, or make the table anew with --replace.");
        }

        await table.PrepareAsync(replace, cancellation);
        IEnumerable<Burst> bursts = Enumerable.Range(0, days).SelectMany(day => data.Day(from.AddDays(day)));
        return await table.AppendAsync(
            bursts, atOnce: false, Towards((long)days * data.Shape.RowsPerDay, progress), cancellation);
    }

    /// <summary>Adds the readings of a CSV file, all or none of them.</summary>
    /// <param name="replace">Makes the table anew before.</param>
    /// <exception cref="IngestException">A line of the file is wrong, or the table is not ours.</exception>
    public static async Task<SampleCount> ReadingsAsync(
        ISampleTable table,
        CsvReadings readings,
        bool replace,
        IProgress<SampleProgress>? progress,
        CancellationToken cancellation)
    {
        long rows = 0;
        foreach (Burst _ in readings.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            rows++;
        }

        await table.PrepareAsync(replace, cancellation);
        return await table.AppendAsync(readings.Read(), atOnce: true, Towards(rows, progress), cancellation);
    }

    private static Share? Towards(long total, IProgress<SampleProgress>? progress) =>
        progress is null ? null : new Share(total, progress);

    private sealed class Share(long total, IProgress<SampleProgress> whole) : IProgress<SampleCount>
    {
        public void Report(SampleCount value) => whole.Report(new SampleProgress(value.Rows, total));
    }
}

/// <summary>How far it is.</summary>
/// <param name="Rows">Rows added.</param>
/// <param name="Total">Rows in all.</param>
internal readonly record struct SampleProgress(long Rows, long Total);
