using System.Globalization;
using System.Text.Json.Nodes;
using Ingest.Host.Tests.EndToEnd;
using Ingest.TestKit;

namespace Ingest.Host.Tests.Faults;

/// <summary>A day of readings that is several megabytes, so that its pages are still on their way when something happens.</summary>
internal static class WideReadings
{
    /// <summary>More than the pager asks for at first: the day has two queries.</summary>
    public const int Rows = 1500;

    public const string Unit = "20210101";

    /// <summary>Bytes of a row in its packet, at least.</summary>
    public const int RowBytes = 4096;

    /// <summary>Rows and the sum of what must not change on the way.</summary>
    public const string Sql = "SELECT count(*), count(DISTINCT id), sum(temperature), sum(length(note)) FROM readings";

    public static readonly string[] Answer =
    [
        string.Create(CultureInfo.InvariantCulture, $"{Rows}|{Rows}|{Rows * (Rows + 1) / 2 / 100m:F2}|{Rows * RowBytes}"),
    ];

    public const string Json = """
        {
          "Time": { "Column": "received_at" }, "Columns": ["id", "price", "note"],
          "Payload": { "Column": "payload", "Codec": "sensorpack", "Channels": [ { "Name": "temperature", "Scale": 2 } ] }
        }
        """;

    private static readonly DateTime Day = new(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The n-th row, from 1, is n hundredths of a degree and costs n hundredths.</summary>
    public static async Task<Installation> CreateAsync()
    {
        Installation installation = await Installation.CreateAsync(DatabaseKind.MariaDb);
        try
        {
            installation.Table("readings", Json);
            await FillAsync(installation.Source.ExecuteAsync);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    public static async Task FillAsync(Func<string, object[], Task> execute)
    {
        await execute(
            "CREATE TABLE readings (id BIGINT NOT NULL PRIMARY KEY, received_at DATETIME NOT NULL, price DECIMAL(9,2) NOT NULL, "
            + "note TEXT NOT NULL, payload BLOB NOT NULL, INDEX readings_time (received_at))",
            []);
        IEnumerable<string> rows = Enumerable.Range(1, Rows).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"({i}, '{Day:yyyy-MM-dd} 06:00:00', {i / 100m}, REPEAT('x', {RowBytes}), x'{Convert.ToHexString(SingleSample.Of(Day.AddSeconds(i), i))}')"));
        await execute($"INSERT INTO readings VALUES {string.Join(", ", rows)}", []);
    }

    /// <summary>Lets the source be reached through a proxy only.</summary>
    public static void Through(this Installation installation, MySqlProxy proxy)
    {
        var direct = new Uri(installation.Source.Url);
        installation.Configuration["Source"]!["Url"] = new UriBuilder(direct) { Host = "127.0.0.1", Port = proxy.Port }.Uri.ToString();
        installation.Configuration["Source"]!["Tls"] = "off";
    }

    /// <summary>What the executable calls the source behind a proxy.</summary>
    public static string NameThrough(this Installation installation, MySqlProxy proxy) =>
        $"mysql://127.0.0.1:{proxy.Port}{new Uri(installation.Source.Url).AbsolutePath}";

    /// <summary>Lets the source be reached as it is.</summary>
    public static void Directly(this Installation installation) =>
        installation.Configuration["Source"]!["Url"] = installation.Source.Url;

    /// <summary>Nothing of a unit is visible, and nothing that it began is left.</summary>
    public static void AssertNothingOf(this Installation installation, string unit)
    {
        Assert.Empty(installation.Objects());
        Assert.False(File.Exists(Crashes.LakeState.RecordPath(installation.Lake, "readings", unit)));
        string uploads = Path.Combine(installation.Lake, "_ingest", ".uploads");
        Assert.False(Directory.Exists(uploads) && Directory.EnumerateFiles(uploads).Any());
    }
}
