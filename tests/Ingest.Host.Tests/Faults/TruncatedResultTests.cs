using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;
using Ingest.TestKit;

namespace Ingest.Host.Tests.Faults;

/// <summary>A connection that ends in the middle of a page: whatever came must never pass for all there is.</summary>
public sealed class TruncatedResultTests
{
    // The first of the day's two queries asks for 1024 rows.
    private const int FirstQuery = 1024 * WideReadings.RowBytes;

    [SkippableTheory]
    [InlineData(FirstQuery / 50, Cut.Reset)]
    [InlineData(FirstQuery / 50, Cut.Close)]
    [InlineData(FirstQuery / 2, Cut.Close)]
    [InlineData(FirstQuery * 5 / 4, Cut.Reset)]
    [InlineData(FirstQuery * 5 / 4, Cut.Close)]
    public async Task A_row_that_is_cut_fails_its_unit(int bytes, Cut cut)
    {
        await using Installation installation = await WideReadings.CreateAsync();
        await using MySqlProxy proxy = Proxy(installation);
        proxy.FromServer = packet => Task.FromResult(packet.Connection.BytesFromServer < bytes ? Passage.Whole : new Passage(100, cut));

        await FailsAsync(installation, proxy);
    }

    [SkippableTheory]
    [InlineData(FirstQuery / 50)]
    [InlineData(FirstQuery / 2)]
    [InlineData(FirstQuery * 5 / 4)]
    public async Task An_end_between_two_rows_fails_its_unit(int bytes)
    {
        await using Installation installation = await WideReadings.CreateAsync();
        await using MySqlProxy proxy = Proxy(installation);
        proxy.FromServer = packet => Task.FromResult(
            packet.Connection.BytesFromServer < bytes ? Passage.Whole : Passage.Whole with { Cut = Cut.Close });

        await FailsAsync(installation, proxy);
    }

    [SkippableTheory]
    [InlineData(FirstQuery / 2)]
    [InlineData(FirstQuery * 5 / 4)]
    public async Task All_rows_of_a_query_without_its_end_fail_the_unit(int bytes)
    {
        await using Installation installation = await WideReadings.CreateAsync();
        await using MySqlProxy proxy = Proxy(installation);
        proxy.FromServer = packet => Task.FromResult(
            packet.Connection.BytesFromServer < bytes || !packet.IsEnd ? Passage.Whole : new Passage(0, Cut.Close));

        await FailsAsync(installation, proxy);
    }

    [SkippableFact]
    public async Task A_result_that_ends_in_order_with_too_few_rows_fails_its_unit()
    {
        await using Installation installation = await WideReadings.CreateAsync();
        await using MySqlProxy proxy = Proxy(installation);
        proxy.FromServer = packet => Task.FromResult(
            packet.Connection.BytesFromServer < FirstQuery * 5 / 4 || packet.IsEnd ? Passage.Whole : Passage.None);

        CliResult result = await installation.RunAsync("backfill");

        Assert.Equal(1, result.Exit);
        Assert.Matches(
            "^ingest: readings/20210101: the source counts 1500 rows and its pages held 1[0-9]{3}; nothing was made visible.\n$", result.Error);
        installation.AssertNothingOf(WideReadings.Unit);
    }

    [SkippableFact]
    public async Task A_unit_whose_connection_is_cut_twice_is_read_again_and_right()
    {
        await using Installation installation = await WideReadings.CreateAsync();
        installation.Configuration["Retry"] = JsonNode.Parse("""{ "Count": 2, "First": "1ms" }""");
        await using MySqlProxy proxy = Proxy(installation);
        int cuts = 0;
        proxy.FromServer = packet => Task.FromResult(
            packet.Connection.BytesFromServer < FirstQuery || cuts++ >= 2 ? Passage.Whole : Passage.Whole with { Cut = Cut.Close });

        JsonElement result = await installation.JsonAsync(0, "backfill");

        Assert.Equal((1, 1, 0, 0, 0), result.Units());
        Assert.Equal(WideReadings.Answer, await installation.QueryAsync(WideReadings.Sql));
    }

    private static MySqlProxy Proxy(Installation installation)
    {
        var proxy = new MySqlProxy(new Uri(installation.Source.Url));
        installation.Through(proxy);
        return proxy;
    }

    private static async Task FailsAsync(Installation installation, MySqlProxy proxy)
    {
        CliResult result = await installation.RunAsync("backfill");

        Assert.Equal(
            (1, $"ingest: readings/{WideReadings.Unit}: The connection to {installation.NameThrough(proxy)} was lost.\n"),
            (result.Exit, result.Error));
        Assert.StartsWith("0 of 1 units committed, 1 failed; ", result.Out, StringComparison.Ordinal);
        installation.AssertNothingOf(WideReadings.Unit);

        installation.Directly();
        JsonElement next = await installation.JsonAsync(0, "backfill");
        Assert.Equal((1, 1, 0, 0, 0), next.Units());
        Assert.Equal(WideReadings.Answer, await installation.QueryAsync(WideReadings.Sql));
    }
}
