using System.Data.Common;
using Ingest.Actors.Paging;
using Ingest.Host.Sampling.Tables;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Host.Tests.Sampling.Tables;

public sealed class MySqlSampleTableTests : SampleTableTests, IAsyncLifetime
{
    // A schema for every test: they all make the same table.
    private readonly MariaDbFixture _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    private protected override async Task<ISampleTable> OpenAsync(SampleLayout layout) =>
        await MySqlSampleTable.OpenAsync(MySqlConnections.Of(new SourceSpec(_database.Url), TimeProvider.System), layout, CancellationToken.None);

    protected override async Task<DbConnection> ConnectAsync() => await _database.ConnectAsync();

    protected override string TextOf(string column) => $"DATE_FORMAT({column}, '%Y-%m-%d %H:%i:%s.%f')";
}
