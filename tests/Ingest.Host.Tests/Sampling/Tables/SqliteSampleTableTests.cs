using System.Data.Common;
using Ingest.Host.Sampling.Tables;
using Microsoft.Data.Sqlite;

namespace Ingest.Host.Tests.Sampling.Tables;

public sealed class SqliteSampleTableTests : SampleTableTests
{
    private string ConnectionString => $"Data Source={Path.Combine(Folder, "source.db")};Pooling=False";

    private protected override async Task<ISampleTable> OpenAsync(SampleLayout layout) =>
        await SqliteSampleTable.OpenAsync(ConnectionString, layout, CancellationToken.None);

    protected override async Task<DbConnection> ConnectAsync()
    {
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    protected override string TextOf(string column) => column;
}
