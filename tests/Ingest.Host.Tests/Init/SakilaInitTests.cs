using Ingest.Host.Tests.EndToEnd;

namespace Ingest.Host.Tests.Init;

/// <summary>An ordinary database: enums, sets, years, images, a geometry.</summary>
public sealed class SakilaInitTests
{
    [SkippableFact]
    public async Task Every_table_is_copied()
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.MariaDb);
        await Sakila.LoadAsync(installation.Source);

        await installation.InitAsync().DoneAsync();
        string written = await File.ReadAllTextAsync(installation.Config);
        await installation.RunWrittenAsync("doctor").DoneAsync();
        await installation.RunWrittenAsync("run").DoneAsync();

        Assert.Equal(written, await File.ReadAllTextAsync(installation.Config));
        Assert.Contains("\"actor\": { \"Copy\": true, \"UpdateColumn\": \"last_update\" },", written, StringComparison.Ordinal);
        Assert.Contains("picture holds PNG images, which are copied as they are.", written, StringComparison.Ordinal);
        Assert.Contains("\"address\": { \"Copy\": true, \"UpdateColumn\": \"last_update\" },", written, StringComparison.Ordinal);
        foreach (string table in new[] { "actor", "address", "film", "payment", "rental", "staff" })
        {
            string[] there = await installation.Source.QueryAsync($"SELECT COUNT(*) FROM {table}");
            string arrived = await installation.RunWrittenAsync("query", $"SELECT count(*) AS n FROM {table}", "--csv").DoneAsync();
            Assert.Equal(there[0], arrived.Trim().Split('\n')[^1].Trim());
        }
    }
}
