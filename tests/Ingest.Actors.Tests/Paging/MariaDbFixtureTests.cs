using Ingest.TestKit;
using MySqlConnector;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

public sealed class MariaDbFixtureTests(MariaDbFixture database) : IClassFixture<MariaDbFixture>
{
    [SkippableFact]
    public async Task Every_class_has_a_schema_of_its_own()
    {
        MariaDb.Require();

        await using MySqlConnection connection = await database.ConnectAsync();
        await using var command = new MySqlCommand("SELECT DATABASE()", connection);

        Assert.Equal(database.Schema, await command.ExecuteScalarAsync());
    }
}
