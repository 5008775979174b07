using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using Ingest.Actors.Units;
using Ingest.Actors.Writing;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Tests.Writing;

/// <summary>Rows from plain values, Parquet bytes from rows, and what DuckDB reads in them.</summary>
internal static class ParquetFiles
{
    private static readonly DuckDBConnection Database = OpenDatabase();

    public static LakeSchema Schema(params (string Name, ColumnType Type)[] columns) =>
        new([.. columns.Select(column => new Column(column.Name, column.Type))], []);

    /// <summary>Rows of a schema: int, long, float, double, decimal (wide), Int128 (wider), string, byte[] or null for each column.</summary>
    public static ColumnBatch Rows(LakeSchema schema, params object?[][] rows)
    {
        var batch = new ColumnBatch(schema.Columns);
        foreach (object?[] row in rows)
        {
            for (int i = 0; i < row.Length; i++)
            {
                Append(batch[i], row[i]);
            }
        }

        return batch;
    }

    /// <summary>A file with one row group a batch.</summary>
    public static async Task<byte[]> WriteAsync(LakeSchema schema, params ColumnBatch[] groups)
    {
        var stream = new ForwardStream();
        ParquetObject file = await ParquetObject.CreateAsync(stream, schema, CancellationToken.None);
        foreach (ColumnBatch group in groups)
        {
            await file.WriteRowGroupAsync(group, null, CancellationToken.None);
        }

        await file.CompleteAsync(CancellationToken.None);
        return stream.ToArray();
    }

    /// <summary>One column, one row group for each list of values.</summary>
    public static Task<byte[]> WriteColumnAsync(ColumnType type, params object?[][] groups)
    {
        LakeSchema schema = Schema(("v", type));
        return WriteAsync(schema, [.. groups.Select(group => Rows(schema, [.. group.Select(value => new[] { value })]))]);
    }

    /// <summary>Runs a query in which <c>$file</c> stands for the file. Values as text, null as NULL.</summary>
    public static List<string[]> Query(byte[] file, string sql)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.parquet");
        File.WriteAllBytes(path, file);
        try
        {
            using DuckDBConnection connection = Database.Duplicate();
            connection.Open();
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = $"SET TimeZone = 'UTC'; {sql.Replace("$file", $"'{path}'", StringComparison.Ordinal)}";
            using DuckDBDataReader reader = command.ExecuteReader();
            var rows = new List<string[]>();
            while (reader.Read())
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader, i))]);
            }

            return rows;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The first column of a query's rows.</summary>
    public static string[] Values(byte[] file, string sql) => [.. Query(file, sql).Select(row => row[0])];

    private static DuckDBConnection OpenDatabase()
    {
        var database = new DuckDBConnection("Data Source=:memory:");
        database.Open();
        return database;
    }

    private static string Text(DuckDBDataReader reader, int i) =>
        reader.IsDBNull(i) ? "NULL" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!;

    private static void Append(ColumnBuffer column, object? value)
    {
        switch (value)
        {
            case null:
                column.AppendNull();
                break;
            case int number:
                ((FixedColumn<int>)column).Append(number);
                break;
            case long number:
                ((FixedColumn<long>)column).Append(number);
                break;
            case float number:
                ((FixedColumn<float>)column).Append(number);
                break;
            case double number:
                ((FixedColumn<double>)column).Append(number);
                break;
            case decimal number:
                ((FixedColumn<decimal>)column).Append(number);
                break;
            case Int128 number:
                ((FixedColumn<Int128>)column).Append(number);
                break;
            case string text:
                ((BytesColumn)column).Append(Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                ((BytesColumn)column).Append(bytes);
                break;
            default:
                throw new ArgumentException($"No column holds {value.GetType()}.", nameof(value));
        }
    }
}
