using System.Globalization;
using CsCheck;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Tests.Writing;
using Ingest.TestKit;
using MySqlConnector;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>Tables of random columns, copied by the engine: the server's own text of every value against DuckDB's, and the
/// server's count of what the lake cannot hold against the record's.</summary>
public sealed class RandomTablesTests(MariaDbSource source) : IClassFixture<MariaDbSource>
{
    /// <summary>How many tables, where more are wanted.</summary>
    private const string Variable = "INGEST_TEST_TABLES";

    private const string SessionSql = "SET sql_mode = '', time_zone = '+00:00'; ";

    private int _tables;

    [SkippableFact]
    public async Task Every_value_of_any_table_is_what_the_server_says()
    {
        MariaDb.Require();
        long tables = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } more ? long.Parse(more, CultureInfo.InvariantCulture) : 30;
        await using ISourceDatabase database = source.Open();
        await using MySqlConnection connection = await source.Fixture.ConnectAsync();
        using var lake = new LakeCopy();
        await RandomTable.Any.SampleAsync(
            table => CheckAsync(table, connection, database, lake), iter: tables, threads: 1, print: table => table.Sql("t"));
    }

    private async Task CheckAsync(RandomTable table, MySqlConnection connection, ISourceDatabase database, LakeCopy lake)
    {
        string name = $"t{_tables++}";
        await QueryAsync(connection, $"{SessionSql}{table.Sql(name)}; SELECT 1");

        (UnitRecord record, byte[] file) = await lake.RunAsync(database, TestSource.Copy(name, [.. table.Names.Take(table.Key.Count)]));

        string[] columns = [.. table.Names];
        string[] expected = await QueryAsync(connection, $"SELECT {List(table, (type, column) => type.SourceOf(column))} FROM {name}");
        string[] found = [.. ParquetFiles.Query(file, $"SELECT {List(table, (type, column) => type.LakeOf(column))} FROM $file").Select(Line)];
        Assert.Equal(string.Join('\n', expected.Order(StringComparer.Ordinal)), string.Join('\n', found.Order(StringComparer.Ordinal)));
        for (int i = 0; i < columns.Length; i++)
        {
            if (table.Types[i].ChangedOf(columns[i]) is { } condition)
            {
                string[] changed = await QueryAsync(connection, $"SELECT CAST(SUM({condition}) AS CHAR) FROM {name}");
                Assert.Equal($"{columns[i]}: {changed[0]}", $"{columns[i]}: {record.Changed?.GetValueOrDefault(columns[i]) ?? 0}");
            }
        }

        await QueryAsync(connection, $"DROP TABLE {name}; SELECT 1");
    }

    private static string List(RandomTable table, Func<RandomType, string, string> text) =>
        string.Join(", ", table.Types.Zip(table.Names, text));

    private static async Task<string[]> QueryAsync(MySqlConnection connection, string sql)
    {
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await using MySqlDataReader reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(Line([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!)]));
        }

        return [.. rows];
    }

    private static string Line(string[] values) => string.Join(" | ", values.Select(Normal));

    /// <summary>A real number and a time of day are written in several ways, and mean one number.</summary>
    private static string Normal(string text)
    {
        if (text.Split(':') is [var hours, var minutes, var seconds] && int.TryParse(hours, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int hour))
        {
            decimal micros = (Math.Abs(hour) * 3_600_000_000m) + (int.Parse(minutes, CultureInfo.InvariantCulture) * 60_000_000m)
                + (decimal.Parse(seconds, CultureInfo.InvariantCulture) * 1_000_000m);
            return (hours[0] == '-' ? -micros : micros).ToString("0", CultureInfo.InvariantCulture);
        }

        if (text is ['.', ..] or ['-', '.', ..])
        {
            return text.Replace(".", "0.", StringComparison.Ordinal);
        }

        return text is ['~', ..] ? double.Parse(text[1..], CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture) : text;
    }
}
