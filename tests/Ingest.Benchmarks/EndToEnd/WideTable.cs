using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using MySqlConnector;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>An ordinary table of 31 columns and a million rows, copied whole: no payload, no dates.</summary>
internal sealed class WideTable(Uri source, string password, string folder, string ingest, CancellationToken stop)
{
    public const string Name = "wide";
    public const int Rows = 1_000_000;
    private const int Rounds = 3;

    private static readonly (string Kind, int Count, string Sql, Func<MySqlDataReader, int, long> Read)[] Kinds =
    [
        ("int_", 8, "INT NOT NULL DEFAULT (seq * {0} MOD 100003)", (row, i) => row.GetInt32(i)),
        ("bigint_", 8, "BIGINT NULL DEFAULT (IF(seq MOD 10 = 0, NULL, seq * 1000003 * {0}))", (row, i) => row.IsDBNull(i) ? 0 : row.GetInt64(i)),
        ("double_", 4, "DOUBLE NOT NULL DEFAULT (ROUND(SIN(seq * {0}) * 1000, 3))", (row, i) => (long)row.GetDouble(i)),
        ("decimal_", 4, "DECIMAL(12,3) NOT NULL DEFAULT (seq * {0} / 1000)", (row, i) => (long)row.GetDecimal(i)),
        ("text_", 4, "VARCHAR(40) NOT NULL DEFAULT (CONCAT('value ', seq * {0} MOD 997))", (row, i) => row.GetString(i).Length),
        ("time_", 2, "DATETIME(3) NOT NULL DEFAULT ('2021-01-01' + INTERVAL seq * {0} SECOND)", (row, i) => row.GetDateTime(i).Second),
    ];

    private static IEnumerable<(string Name, string Sql, string Kind, Func<MySqlDataReader, int, long> Read)> Columns =>
        Kinds.SelectMany(kind => Enumerable.Range(1, kind.Count).Select(i => (
            string.Create(CultureInfo.InvariantCulture, $"{kind.Kind}{i}"), string.Format(CultureInfo.InvariantCulture, kind.Sql, i), kind.Kind, kind.Read)));

    /// <exception cref="InvalidOperationException">The lake's sums are not the database's.</exception>
    public async Task<WideResult> RunAsync()
    {
        await using MySqlConnection connection = await SourceConnection.OpenAsync(source, password);
        await Console.Error.WriteLineAsync($"making {Name}");
        await ExecuteAsync(connection, $"CREATE TABLE {Name} (seq BIGINT PRIMARY KEY, {string.Join(", ", Columns.Select(column => $"{column.Name} {column.Sql}"))})");
        await ExecuteAsync(connection, $"INSERT INTO {Name} (seq) SELECT seq FROM seq_1_to_{Rows}");
        var read = new List<double>();
        var backfill = new List<MeasuredProcess>();
        string lake = "";
        await ReadAsync(connection);
        for (int round = 0; round < Rounds; round++)
        {
            await Console.Error.WriteLineAsync($"{Name}: round {round + 1} of {Rounds}");
            read.Add(await ReadAsync(connection));
            lake = Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Name}-{round}"))).FullName;
            backfill.Add(await MeasuredProcess.RunAsync(ingest, ["backfill", "--json", "--config", Configure(lake)], password, stop));
        }

        await CheckAsync(connection, lake);
        return new WideResult(read, backfill, LakeComparison.Bytes(lake));
    }

    private static async Task<double> ReadAsync(MySqlConnection connection)
    {
        long begun = TimeProvider.System.GetTimestamp();
        Func<MySqlDataReader, int, long>[] readers = [.. Columns.Select(column => column.Read)];
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {Name} ORDER BY seq";
        await command.PrepareAsync();
        await using MySqlDataReader rows = await command.ExecuteReaderAsync();
        long sum = 0;
        int count = 0;
        while (await rows.ReadAsync())
        {
            sum += rows.GetInt64(0);
            for (int i = 0; i < readers.Length; i++)
            {
                sum += readers[i](rows, i + 1);
            }

            count++;
        }

        return count == Rows && sum != 0
            ? TimeProvider.System.GetElapsedTime(begun).TotalSeconds
            : throw new InvalidOperationException($"{count} rows read.");
    }

    private string Configure(string lake)
    {
        string file = Path.Combine(folder, $"{Name}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            Source = new { Url = source, Password = new { Env = Workload.PasswordVariable } },
            Lake = new { Root = lake },
            Tables = new Dictionary<string, object> { [Name] = new { Copy = true } },
        }));
        return file;
    }

    private static async Task CheckAsync(MySqlConnection connection, string lake)
    {
        string sums = string.Join(", ", Columns.Where(column => column.Kind is "int_" or "bigint_" or "decimal_").Select(column => $"sum({column.Name})")
            .Concat(Columns.Where(column => column.Kind == "text_").Select(column => $"sum(length({column.Name}))"))
            .Concat(Columns.Where(column => column.Kind == "time_").SelectMany(column => new[] { $"min({column.Name})", $"max({column.Name})" })));
        await using MySqlCommand there = connection.CreateCommand();
        there.CommandText = $"SELECT count(*), {sums} FROM {Name}";
        await using MySqlDataReader expected = await there.ExecuteReaderAsync();
        await expected.ReadAsync();
        using var duck = new DuckDBConnection("DataSource=:memory:");
        await duck.OpenAsync();
        await using DuckDBCommand here = duck.CreateCommand();
        here.CommandText = $"SELECT count(*), {sums} FROM read_parquet('{lake}/**/*.parquet')";
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

    private static string Text(object value) => value switch
    {
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture).TrimEnd('Z'),
        decimal number => number.ToString("0.############", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static async Task ExecuteAsync(MySqlConnection connection, string sql)
    {
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

internal sealed record WideResult(IReadOnlyList<double> Read, IReadOnlyList<MeasuredProcess> Backfill, long ObjectBytes);
