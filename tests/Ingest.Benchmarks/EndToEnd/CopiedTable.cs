using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using MySqlConnector;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>A fact table of 12 ordinary columns and five million rows, copied whole, beside mydumper, which writes the same rows as SQL
/// with one thread.</summary>
internal sealed class CopiedTable(Uri source, string password, string folder, string ingest, CancellationToken stop)
{
    public const string Name = "orders";
    public const int Rows = 5_000_000;
    private const int Rounds = 3;

    private const string Columns = """
        id BIGINT PRIMARY KEY,
        customer INT UNSIGNED NOT NULL DEFAULT (id * 7919 MOD 100003),
        amount DECIMAL(10,2) NOT NULL DEFAULT (id * 37 MOD 1000000 / 100),
        weight DOUBLE NULL DEFAULT (IF(id MOD 10 = 0, NULL, ROUND(SIN(id) * 1000, 3))),
        status ENUM('new','paid','sent','back') NOT NULL DEFAULT (ELT(1 + id MOD 4, 'new', 'paid', 'sent', 'back')),
        country CHAR(2) NOT NULL DEFAULT (ELT(1 + id MOD 7, 'DE', 'FR', 'IT', 'ES', 'PL', 'SE', 'US')),
        name VARCHAR(40) NOT NULL DEFAULT (CONCAT('customer ', id * 7919 MOD 100003)),
        email VARCHAR(60) NULL DEFAULT (IF(id MOD 5 = 0, NULL, CONCAT(SUBSTR(MD5(id * 7919 MOD 100003), 1, 12), '@example.org'))),
        placed DATETIME(3) NOT NULL DEFAULT ('2021-01-01' + INTERVAL id * 13 SECOND),
        changed TIMESTAMP NOT NULL DEFAULT ('2021-01-02' + INTERVAL id * 13 SECOND),
        gift TINYINT(1) NOT NULL DEFAULT (id MOD 3 = 0),
        note VARCHAR(80) NULL DEFAULT (IF(id MOD 4 = 0, CONCAT('leave it at door ', id MOD 997), NULL))
        """;

    private const string Sums =
        "count(*), sum(id), sum(customer), sum(amount), count(weight), sum(length(status)), sum(length(country)), sum(length(name)), "
        + "sum(length(email)), count(email), sum(gift), sum(length(note)), count(note)";

    /// <exception cref="InvalidOperationException">The lake's sums are not the database's.</exception>
    public async Task<CopyResult> RunAsync()
    {
        await using MySqlConnection connection = await SourceConnection.OpenAsync(source, password);
        await Console.Error.WriteLineAsync($"making {Name}");
        await ExecuteAsync(connection, $"CREATE TABLE {Name} ({Columns}) DEFAULT CHARSET utf8mb4");
        await ExecuteAsync(connection, $"INSERT INTO {Name} (id) SELECT seq FROM seq_1_to_{Rows}");
        var dump = new List<MeasuredProcess>();
        var copy = new List<MeasuredProcess>();
        string lake = "";
        for (int round = 0; round < Rounds; round++)
        {
            await Console.Error.WriteLineAsync($"{Name}: round {round + 1} of {Rounds}");
            dump.Add(await MeasuredProcess.RunAsync("mydumper", Dumping(Fresh("dump", round)), password, stop));
            lake = Fresh("lake", round);
            copy.Add(await CopyAsync(lake));
        }

        await CheckAsync(connection, lake);
        await using SourceQueries queries = await SourceQueries.OpenAsync(source, password);
        await queries.LogAsync();
        await CopyAsync(Fresh("logged", 0));
        (double longest, _) = await queries.EndAsync(Name);
        return new CopyResult(dump, copy, LakeComparison.Bytes(lake), await GzippedAsync(connection), longest);
    }

    private string Fresh(string kind, int round) =>
        Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Name}-{kind}-{round}"))).FullName;

    private string[] Dumping(string into) =>
    [
        "--host", source.Host, "--port", source.Port.ToString(CultureInfo.InvariantCulture), "--user", source.UserInfo.Split(':')[0],
        "--password", password, "--database", source.AbsolutePath.Trim('/'), "--tables-list", Name, "--threads", "1", "--outputdir", into,
    ];

    private Task<MeasuredProcess> CopyAsync(string lake)
    {
        string file = Path.Combine(folder, $"{Name}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            Source = new { Url = source, Password = new { Env = Workload.PasswordVariable } },
            Lake = new { Root = lake },
            Tables = new Dictionary<string, object> { [Name] = new { Copy = true } },
        }));
        return MeasuredProcess.RunAsync(ingest, ["run", "--json", "--config", file], password, stop);
    }

    private static async Task CheckAsync(MySqlConnection connection, string lake)
    {
        await using MySqlCommand there = connection.CreateCommand();
        there.CommandText = $"SELECT {Sums}, min(placed), max(changed) FROM {Name}";
        await using MySqlDataReader expected = await there.ExecuteReaderAsync();
        await expected.ReadAsync();
        using var duck = new DuckDBConnection("DataSource=:memory:");
        await duck.OpenAsync();
        await using DuckDBCommand here = duck.CreateCommand();
        here.CommandText =
            $"SELECT {Sums}, min(placed) AT TIME ZONE 'UTC', max(changed) AT TIME ZONE 'UTC' FROM read_parquet('{lake}/**/*.parquet')";
        await using var actual = await here.ExecuteReaderAsync();
        await actual.ReadAsync();
        for (int i = 0; i < expected.FieldCount; i++)
        {
            string one = Text(expected.GetValue(i));
            string other = Text(actual.GetValue(i));
            if (one != other)
            {
                throw new InvalidOperationException($"{expected.GetName(i)} is {one} in the database and {other} in the lake.");
            }
        }
    }

    /// <summary>Bytes of the same rows as gzipped CSV.</summary>
    private static async Task<long> GzippedAsync(MySqlConnection connection)
    {
        using var counted = new Parts.NullSink();
        await using (var gzip = new GZipStream(counted, CompressionLevel.Optimal, leaveOpen: true))
        {
            await using MySqlCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT CONCAT_WS(',', id, customer, amount, IFNULL(weight, ''), status, country, name, IFNULL(email, ''), placed, changed, gift, IFNULL(note, '')) FROM {Name}";
            await using MySqlDataReader rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                await gzip.WriteAsync(Encoding.UTF8.GetBytes(rows.GetString(0) + "\n"));
            }
        }

        return counted.Length;
    }

    private static string Text(object value) => value switch
    {
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        decimal number => number.ToString("0.############", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static async Task ExecuteAsync(MySqlConnection connection, string sql)
    {
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}

internal sealed record CopyResult(
    IReadOnlyList<MeasuredProcess> Dump, IReadOnlyList<MeasuredProcess> Copy, long ObjectBytes, long GzippedBytes, double LongestQuery);
