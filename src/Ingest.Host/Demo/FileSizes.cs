using System.Globalization;
using DuckDB.NET.Data;

namespace Ingest.Host.Demo;

/// <summary>How large the same rows are in other forms.</summary>
/// <param name="Csv">As CSV, a line a sample.</param>
/// <param name="Gzip">That, gzipped.</param>
/// <param name="Parquet">The lake's objects.</param>
internal sealed record FileSizes(long Csv, long Gzip, long Parquet)
{
    /// <summary>Writes the rows out as CSV with DuckDB, looks at the sizes and deletes them again.</summary>
    public static FileSizes Measure(IReadOnlyList<string> objects)
    {
        string folder = Directory.CreateTempSubdirectory("ingest-demo").FullName;
        try
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            return new FileSizes(
                Copy(connection, objects, Path.Combine(folder, "rows.csv"), "none"),
                Copy(connection, objects, Path.Combine(folder, "rows.csv.gz"), "gzip"),
                objects.Sum(path => new FileInfo(path).Length));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static long Copy(DuckDBConnection connection, IReadOnlyList<string> objects, string target, string compression)
    {
        string files = string.Join(", ", objects.Select(Literal));
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"COPY (SELECT * FROM read_parquet([{files}], hive_partitioning = false)) TO {Literal(target)} (FORMAT csv, COMPRESSION {compression})");
        command.ExecuteNonQuery();
        return new FileInfo(target).Length;
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
