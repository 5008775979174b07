using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;
using Ingest.TestKit;

namespace Ingest.Host.Tests.Faults;

/// <summary>A server that ends a query, a connection or itself while it sends a page.</summary>
public sealed class ServerDeathTests
{
    private const int MiddleOfPage = 100 * WideReadings.RowBytes;

    [SkippableTheory]
    [InlineData("CONNECTION")]
    [InlineData("QUERY")]
    public async Task A_killed_connection_or_query_fails_its_unit_and_the_next_run_is_right(string kind)
    {
        await using Installation installation = await WideReadings.CreateAsync();
        await using var proxy = new MySqlProxy(new Uri(installation.Source.Url));
        installation.Through(proxy);
        OnceInAPage(proxy, () => KillAsync(installation, kind));

        CliResult result = await installation.RunAsync("backfill");
        installation.AssertNothingOf(WideReadings.Unit);
        JsonElement next = await installation.JsonAsync(0, "backfill");

        Assert.Equal(
            (1, $"ingest: readings/{WideReadings.Unit}: The connection to {installation.NameThrough(proxy)} was lost.\n"),
            (result.Exit, result.Error));
        Assert.Equal((1, 1, 0, 0, 0), next.Units());
        Assert.Equal(WideReadings.Answer, await installation.QueryAsync(WideReadings.Sql));
    }

    [SkippableFact]
    public async Task A_killed_connection_is_no_failure_where_units_are_repeated()
    {
        await using Installation installation = await WideReadings.CreateAsync();
        installation.Configuration["Retry"] = JsonNode.Parse("""{ "Count": 1, "First": "1ms" }""");
        await using var proxy = new MySqlProxy(new Uri(installation.Source.Url));
        installation.Through(proxy);
        OnceInAPage(proxy, () => KillAsync(installation, "CONNECTION"));

        CliResult result = await installation.RunAsync("backfill");

        Assert.Equal((0, ""), (result.Exit, result.Error));
        Assert.Equal(WideReadings.Answer, await installation.QueryAsync(WideReadings.Sql));
    }

    /// <summary>With a process of its own, as an operator has it.</summary>
    [SkippableFact]
    public async Task A_killed_server_fails_the_unit_or_is_waited_for()
    {
        await using OwnMariaDb server = await OwnMariaDb.StartAsync();
        await WideReadings.FillAsync((sql, _) => server.ExecuteAsync(sql));
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);
        installation.Table("readings", WideReadings.Json);
        await using var proxy = new MySqlProxy(server.Url);
        string url = $"mysql://127.0.0.1:{proxy.Port}/{OwnMariaDb.Schema}";
        installation.Configuration["Source"] = JsonNode.Parse($$"""
            { "Url": "mysql://{{OwnMariaDb.User}}@127.0.0.1:{{proxy.Port}}/{{OwnMariaDb.Schema}}",
              "Password": { "Value": "{{OwnMariaDb.Password}}" }, "Tls": "off" }
            """);

        OnceInAPage(proxy, () => Task.Run(server.Kill));
        CliResult failed = await ProcessAsync(installation);
        installation.AssertNothingOf(WideReadings.Unit);
        CliResult down = await ProcessAsync(installation);
        await server.StartAgainAsync();
        Task started = Task.CompletedTask;
        OnceInAPage(proxy, () =>
        {
            server.Kill();
            started = server.StartAgainAsync();
            return Task.CompletedTask;
        });
        installation.Configuration["Retry"] = JsonNode.Parse("""{ "Count": 100, "First": "100ms", "Longest": "500ms" }""");
        CliResult waited = await ProcessAsync(installation);
        await started;

        Assert.Equal((1, $"ingest: readings/{WideReadings.Unit}: The connection to {url} was lost.\n"), (failed.Exit, failed.Error));
        Assert.Equal(2, down.Exit);
        Assert.Matches($"^ingest: readings: ({url} cannot be reached: check host and port in Source.Url, and that a network path to it is open|The connection to {url} was lost)\\.\\n$", down.Error);
        Assert.Equal((0, ""), (waited.Exit, waited.Error));
        Assert.Equal(WideReadings.Answer, await installation.QueryAsync(WideReadings.Sql));
    }

    private static async Task<CliResult> ProcessAsync(Installation installation)
    {
        using var process = ExecutableProcess.Start(
            installation.Environment, "backfill", "--config", installation.SaveConfiguration());
        return await process.EndAsync();
    }

    private static void OnceInAPage(MySqlProxy proxy, Func<Task> happens)
    {
        bool happened = false;
        proxy.FromServer = async packet =>
        {
            if (!happened && packet.Connection.BytesFromServer > MiddleOfPage)
            {
                happened = true;
                await happens();
            }

            return Passage.Whole;
        };
    }

    private static Task KillAsync(Installation installation, string kind) => installation.Source.ExecuteAsync($"""
        BEGIN NOT ATOMIC
            FOR other IN (SELECT ID FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> CONNECTION_ID()) DO
                KILL {kind} other.ID;
            END FOR;
        END
        """);
}
