using System.Globalization;
using DuckDB.NET.Data;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>Whether the engine and the yardstick wrote the same rows, as another reader of Parquet sees them. Times of
/// programs that do not do the same work mean nothing.</summary>
internal static class LakeComparison
{
    /// <exception cref="InvalidOperationException">They did not.</exception>
    public static void Check(Workload workload, string straight, string engine)
    {
        string columns = string.Join(", ", Workload.Channels.Select(channel => channel.Name));
        string unscaled = string.Join(", ", Workload.Channels.Select(channel =>
            string.Create(CultureInfo.InvariantCulture, $"CAST({channel.Name} * {Math.Pow(10, channel.Scale):F0} AS INTEGER)")));
        string one = Sums($"SELECT sensor_id, time, {columns} FROM read_parquet('{straight}/*.parquet')");
        string other = Sums($"SELECT sensor_id, epoch_us(time), {unscaled} FROM read_parquet('{engine}/*/*.parquet')");
        if (one != other)
        {
            throw new InvalidOperationException($"{workload.Table}: the yardstick wrote {one}, the engine {other}.");
        }
    }

    /// <summary>Bytes of all Parquet files in a folder.</summary>
    public static long Bytes(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*.parquet", SearchOption.AllDirectories).Sum(file => file.Length);

    private static string Sums(string rows)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText =
            $"SELECT count(*), sum(hash(a, b, c, d, e, f, g)::HUGEINT) FROM ({rows}) AS t(a, b, c, d, e, f, g)";
        using DuckDBDataReader row = command.ExecuteReader();
        row.Read();
        return string.Create(CultureInfo.InvariantCulture, $"{row.GetValue(0)} rows with the sum {row.GetValue(1)}");
    }
}
