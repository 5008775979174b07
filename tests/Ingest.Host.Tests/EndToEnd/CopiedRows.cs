using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>Compares a table of MariaDB with its objects in the lake, each asked for text in its own SQL. Knows nothing of how the
/// product reads or writes any type.</summary>
internal static class CopiedRows
{
    /// <summary>Every row with every value, however often it is there.</summary>
    public static async Task EqualAsync(Installation installation, string table)
    {
        await using DbConnection source = await installation.Source.ConnectAsync();
        List<(string Name, string Type)> columns = [];
        await foreach (object?[] column in RowsAsync(
            source, $"SELECT COLUMN_NAME, DATA_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{table}' ORDER BY ORDINAL_POSITION"))
        {
            columns.Add(((string)column[0]!, (string)column[1]!));
        }

        await using var lake = new DuckDBConnection("DataSource=:memory:");
        await lake.OpenAsync();
        string scan = $"read_parquet('{installation.Lake}/{table}/**/*.parquet', hive_partitioning = false)";
        List<(string Name, string Type)> copied = [];
        await foreach (object?[] column in RowsAsync(lake, $"DESCRIBE SELECT * FROM {scan}"))
        {
            copied.Add(((string)column[0]!, (string)column[1]!));
        }

        Assert.Equal(columns.Select(column => column.Name.ToLowerInvariant()), copied.Select(column => column.Name));
        List<string> expected = await LinesAsync(source, $"SELECT {string.Join(", ", columns.Select(MariaDbText))} FROM `{table}`");
        List<string> actual = await LinesAsync(lake, $"SELECT {string.Join(", ", copied.Select(DuckDbText))} FROM {scan}");
        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);
    }

    private static string MariaDbText((string Name, string Type) column) => column.Type switch
    {
        "tinyblob" or "blob" or "mediumblob" or "longblob" or "binary" or "varbinary" => $"HEX(`{column.Name}`)",
        "point" or "geometry" => $"HEX(ST_AsBinary(`{column.Name}`))",
        "datetime" or "timestamp" => $"DATE_FORMAT(`{column.Name}`, '%Y-%m-%d %H:%i:%s.%f')",
        _ => $"CAST(`{column.Name}` AS CHAR)",
    };

    private static string DuckDbText((string Name, string Type) column) => column.Type switch
    {
        "BLOB" => $"hex(\"{column.Name}\")",
        "TIMESTAMP WITH TIME ZONE" => $"strftime(\"{column.Name}\" AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M:%S.%f')",
        _ => $"\"{column.Name}\"::VARCHAR",
    };

    private static async Task<List<string>> LinesAsync(DbConnection connection, string sql)
    {
        List<string> lines = [];
        await foreach (object?[] row in RowsAsync(connection, sql))
        {
            lines.Add(string.Join('\u001f', row.Select(cell => cell ?? "\u0000")));
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static async IAsyncEnumerable<object?[]> RowsAsync(DbConnection connection, string sql)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            yield return
            [
                .. Enumerable.Range(0, reader.FieldCount)
                    .Select(i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)),
            ];
        }
    }
}
