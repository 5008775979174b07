using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ingest.Host.Sampling.Reference;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>Days of reference data in one shape, five million points each, and what it takes to ingest them.</summary>
/// <param name="Source">The database, as <c>Source.Url</c> has it.</param>
/// <param name="Password">Of its user.</param>
/// <param name="Shape">small: 1,000,000 rows a day of one sample; burst: 20,000 rows a day of 50.</param>
/// <param name="DayCount">Days, from 2021-01-01 on.</param>
internal sealed record Workload(Uri Source, string Password, string Shape, int DayCount)
{
    public const string PasswordVariable = "INGEST_BENCHMARK_PASSWORD";
    public const long PointsPerDay = 5_000_000;

    /// <summary>Channels with the digits after their point; every sample has all.</summary>
    public static readonly IReadOnlyList<(string Name, int Scale)> Channels =
        [("temperature", 2), ("humidity", 2), ("pressure", 1), ("battery", 3), ("co2", 0)];

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static readonly DateOnly First = new(2021, 1, 1);

    /// <summary>The source table, and the lake's.</summary>
    public string Table => string.Create(CultureInfo.InvariantCulture, $"{Shape}_{DayCount}");

    public long PointsPerRow => Channels.Count * SampleShape.All.Single(known => known.Name == Shape).SamplesPerRow;

    public long Points => PointsPerDay * DayCount;

    public IEnumerable<DateOnly> Days => Enumerable.Range(0, DayCount).Select(First.AddDays);

    /// <summary>Writes a configuration that ingests the table into a lake.</summary>
    /// <param name="endpoint">Of S3, where the lake is a bucket; null: AWS's own, or none.</param>
    /// <returns>The file.</returns>
    public string Configure(string folder, string lake, Uri? endpoint = null)
    {
        string file = Path.Combine(folder, $"{Table}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(
            new
            {
                Source = new { Url = Source, Password = new { Env = PasswordVariable } },
                Lake = new { Root = lake, Endpoint = endpoint },
                Aws = new { Region = "us-east-1" },
                Tables = new Dictionary<string, object>
                {
                    [Table] = new
                    {
                        SourceTable = Table,
                        Path = Table,
                        Key = new[] { "id" },
                        Time = new { Column = "received_at" },
                        Columns = new[] { "sensor_id" },
                        Payload = new { Column = "payload", Codec = "sensorpack", Channels = Channels.Select(channel => new { channel.Name, channel.Scale }) },
                        SortBy = new[] { "sensor_id", "time" },
                    },
                },
            },
            Options));
        return file;
    }
}
