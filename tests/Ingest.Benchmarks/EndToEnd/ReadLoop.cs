namespace Ingest.Benchmarks.EndToEnd;

/// <summary>The bare read loop: every value of every row is taken from the driver, and dropped.</summary>
internal static class ReadLoop
{
    /// <returns>Points in the rows read.</returns>
    public static async Task<long> RunAsync(Workload workload)
    {
        long rows = 0;
        byte[] payload = new byte[1 << 16];
        ulong keys = 0;
        await using SourceReader source = await SourceReader.OpenAsync(workload.Source, workload.Password, workload.Table);
        foreach (DateOnly day in workload.Days)
        {
            await source.ReadAsync(day, row =>
            {
                keys += row.GetUInt64(0) + (ulong)row.GetInt32(1) + (ulong)row.GetBytes(2, 0, payload, 0, payload.Length);
                rows++;
            });
        }

        return keys == 0 ? 0 : rows * workload.PointsPerRow;
    }
}
