using System.Globalization;
using DuckDB.NET.Data;

namespace Ingest.Host.Tests.Crashes;

/// <summary>Reads Parquet files with DuckDB, all of their values.</summary>
internal sealed class ParquetFiles : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public ParquetFiles() => _connection.Open();

    /// <summary>The rows of a file. Fails when the file is not whole.</summary>
    public long Rows(string path)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText =
            $"SELECT count(*), bit_xor(hash(file)) FROM read_parquet('{path.Replace("'", "''", StringComparison.Ordinal)}', hive_partitioning = false) file";
        using DuckDBDataReader reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture);
    }

    public void Dispose() => _connection.Dispose();
}
