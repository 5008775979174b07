using System.Globalization;
using System.Text.Json.Nodes;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>A source table without a time column, whose plain columns say what its payloads hold.</summary>
internal static class Keyed
{
    public static readonly DateTime Day = new(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Makes the table, empty, with blocks of ten keys that close at once.</summary>
    public static async Task<Installation> CreateAsync(DatabaseKind kind, string key = "BIGINT")
    {
        Installation installation = await Installation.CreateAsync(kind);
        try
        {
            Configure(installation);
            await installation.Source.ExecuteAsync(
                $"CREATE TABLE readings (id {key} NOT NULL PRIMARY KEY, sensor_id INT NOT NULL, taken CHAR(8), value BIGINT, payload BLOB)");
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Configures the table; more keys replace those that are there.</summary>
    public static void Configure(Installation installation, string more = "{}")
    {
        JsonObject table = JsonNode.Parse("""
            {
              "KeyBlock": 10, "Settle": "0s", "Columns": ["id", "sensor_id"],
              "Payload": { "Column": "payload", "Codec": "sensorpack", "Channels": [ { "Name": "temperature", "Scale": 2 } ] },
              "SortBy": ["sensor_id", "time"]
            }
            """)!.AsObject();
        foreach ((string name, JsonNode? value) in JsonNode.Parse(more)!.AsObject())
        {
            table[name] = value!.DeepClone();
        }

        installation.Table("readings", table.ToJsonString());
    }

    /// <summary>Adds a row a key, each of one sample; five follow each other on a day.</summary>
    public static async Task AddAsync(Installation installation, params IEnumerable<decimal> ids)
    {
        foreach (decimal id in ids)
        {
            await AddAsync(installation, id, Day.AddDays((double)(Math.Abs(id) / 5 % 40)).Date);
        }
    }

    public static Task AddAsync(Installation installation, decimal id, DateTime time) =>
        AddAsync(installation, id, time, SingleSample.Of(time, (long)(id % 1000)));

    /// <summary>Adds a row with a payload of any kind.</summary>
    public static Task AddAsync(Installation installation, decimal id, DateTime time, byte[] payload) => installation.Source.ExecuteAsync(
        $"INSERT INTO readings VALUES ({id.ToString(CultureInfo.InvariantCulture)}, 7, @0, @1, @2)",
        time.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
        (long)(id % 1000),
        payload);

    /// <summary>Every row, first as the database has it, then as the lake has it.</summary>
    public static async Task AssertSameAsync(Installation installation, string condition = "TRUE") => Assert.Equal(
        await installation.Source.QueryAsync($"SELECT taken, id, sensor_id, value FROM readings WHERE {condition} ORDER BY id"),
        await installation.QueryAsync($"SELECT date, id, sensor_id, CAST(temperature * 100 AS BIGINT) FROM readings WHERE {condition} ORDER BY id"));
}
