namespace Ingest.Host.Tests.EndToEnd;

/// <summary>A small source table of single samples, and the configuration that decodes it.</summary>
internal static class Readings
{
    /// <summary>A channel of two decimals; rows say with their revision that they were changed.</summary>
    public const string Json = """
        {
          "Time": { "Column": "received_at" }, "Columns": ["sensor_id"], "UpdateColumn": "revision",
          "Payload": { "Column": "payload", "Codec": "sensorpack", "Channels": [ { "Name": "temperature", "Scale": 2 } ] },
          "SortBy": ["sensor_id", "time"]
        }
        """;

    public static readonly DateTime Day = new(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Makes the table with rows of three days, four sensors each: the n-th row, from 1, is n.00 degrees.</summary>
    public static async Task<Installation> CreateAsync(DatabaseKind kind)
    {
        Installation installation = await Installation.CreateAsync(kind);
        try
        {
            installation.Table("readings", Json);
            await installation.Source.ExecuteAsync(
                "CREATE TABLE readings (id BIGINT NOT NULL PRIMARY KEY, sensor_id INT NOT NULL, received_at DATETIME, revision BIGINT NOT NULL, payload BLOB)");
            await installation.Source.ExecuteAsync("CREATE INDEX readings_time ON readings (received_at, revision)");
            for (int i = 0; i < 12; i++)
            {
                await AddAsync(installation, i + 1, Day.AddDays(i / 4).AddHours(6 * (i % 4)));
            }

            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds a row of one sample: its id is its temperature and, modulo 4, its sensor.</summary>
    public static Task AddAsync(Installation installation, int id, DateTime time) =>
        AddAsync(installation, id, time, SingleSample.Of(time, id * 100));

    public static Task AddAsync(Installation installation, int id, DateTime time, byte[] payload) => installation.Source.ExecuteAsync(
        "INSERT INTO readings VALUES (@0, @1, @2, 1, @3)", id, id % 4, time.ToString("yyyy-MM-dd HH:mm:ss", null), payload);
}
