using System.Text.Json;
using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;
using Ingest.TestKit;

namespace Ingest.Host.Tests.Faults;

/// <summary>ALTER TABLE in the middle of a run: a right result or a sentence, and then a right run.</summary>
public sealed class AlteredTableTests
{
    private const int MiddleOfPage = 100 * WideReadings.RowBytes;
    private const string Waiting = "Waiting for table metadata lock";

    [SkippableFact]
    public async Task A_column_added_after_the_plan_changes_nothing()
    {
        await using Installation installation = await WideReadings.CreateAsync();
        await using MySqlProxy proxy = Proxy(installation);
        BeforeTheSnapshot(proxy, () => installation.Source.ExecuteAsync("ALTER TABLE readings ADD COLUMN extra INT NOT NULL DEFAULT 7 FIRST"));

        JsonElement result = await installation.JsonAsync(0, "backfill");
        JsonElement next = await installation.JsonAsync(0, "backfill");

        Assert.Equal((1, 1, 0, 0, 0), result.Units());
        Assert.Equal((1, 0, 1, 0, 0), next.Units());
        Assert.Equal(WideReadings.Answer, await installation.QueryAsync(WideReadings.Sql));
    }

    [SkippableFact]
    public async Task A_column_dropped_after_the_plan_is_said_and_then_where_it_is_configured()
    {
        await using Installation installation = await WideReadings.CreateAsync();
        await using MySqlProxy proxy = Proxy(installation);
        BeforeTheSnapshot(proxy, () => installation.Source.ExecuteAsync("ALTER TABLE readings DROP COLUMN price"));

        CliResult result = await installation.RunAsync("backfill");
        installation.AssertNothingOf(WideReadings.Unit);
        CliResult next = await installation.RunAsync("backfill");
        installation.Table("readings", WideReadings.Json.Replace("\"price\", ", "", StringComparison.Ordinal));
        await installation.JsonAsync(0, "backfill");

        Assert.Equal(
            (1, "ingest: The table 'readings' was altered after the run was planned: price was decimal(9,2) and is gone; run it again.\n"),
            (result.Exit, result.Error));
        Assert.Equal(2, next.Exit);
        Assert.Equal(
            "ingest: The table 'readings' has no column 'price', which Columns of 'readings' names; it has id, received_at, note, payload.\n",
            next.Error);
        Assert.Equal(WideReadings.Answer, await installation.QueryAsync(WideReadings.Sql));
    }

    [SkippableFact]
    public async Task An_index_dropped_after_the_plan_is_said_and_the_next_run_does_without()
    {
        await using Installation installation = await WideReadings.CreateAsync();
        await using MySqlProxy proxy = Proxy(installation);
        BeforeTheSnapshot(proxy, () => installation.Source.ExecuteAsync("ALTER TABLE readings DROP INDEX readings_time"));

        CliResult result = await installation.RunAsync("backfill");
        installation.AssertNothingOf(WideReadings.Unit);
        await installation.JsonAsync(0, "backfill");

        Assert.Equal(
            (1, $"ingest: An index of {installation.NameThrough(proxy)} was dropped while the table was read "
                + "(error 1176, Key 'readings_time' doesn't exist in table 'readings'): run it again.\n"),
            (result.Exit, result.Error));
        Assert.Equal(WideReadings.Answer, await installation.QueryAsync(WideReadings.Sql));
    }

    /// <summary>Read as what they were, the values would lose what is new in them.</summary>
    [SkippableTheory]
    [InlineData("decimal(9,4)", "price + 0.0001", "11257.6500")]
    [InlineData("double", "price + 0.0625", "11351.25")]
    [InlineData("bigint(20)", "id + 5000000000", "7500001125750")]
    [InlineData("varchar(40)", "CONCAT('a', id)", null)]
    public async Task A_column_modified_after_the_plan_is_said_and_the_next_run_is_right(string type, string value, string? sum)
    {
        await using Installation installation = await WideReadings.CreateAsync();
        await using MySqlProxy proxy = Proxy(installation);
        BeforeTheSnapshot(proxy, async () =>
        {
            await installation.Source.ExecuteAsync($"ALTER TABLE readings MODIFY price {type} NOT NULL");
            await installation.Source.ExecuteAsync($"UPDATE readings SET price = {value}");
        });

        CliResult result = await installation.RunAsync("backfill");
        installation.AssertNothingOf(WideReadings.Unit);
        await installation.JsonAsync(0, "backfill");

        Assert.Equal(
            (1, $"ingest: The table 'readings' was altered after the run was planned: price was decimal(9,2) and is {type}; run it again.\n"),
            (result.Exit, result.Error));
        Assert.Equal(WideReadings.Answer, await installation.QueryAsync(WideReadings.Sql));
        Assert.Equal(
            sum is null ? ["a1|a999"] : [sum],
            await installation.QueryAsync(sum is null ? "SELECT min(price), max(price) FROM readings" : "SELECT sum(price) FROM readings"));
    }

    [SkippableTheory]
    [InlineData("ADD COLUMN extra INT NOT NULL DEFAULT 7 FIRST, ALGORITHM = COPY")]
    [InlineData("MODIFY price DECIMAL(12,4) NOT NULL")]
    [InlineData("DROP INDEX readings_time, ADD INDEX readings_time (received_at, id)")]
    public async Task A_table_altered_between_its_snapshot_and_the_first_question_is_looked_at_again(string alteration)
    {
        await using Installation installation = await WideReadings.CreateAsync();
        await using MySqlProxy proxy = Proxy(installation);
        InTheSnapshot(proxy, () => installation.Source.ExecuteAsync($"ALTER TABLE readings {alteration}"));

        CliResult result = await installation.RunAsync("backfill");
        installation.AssertNothingOf(WideReadings.Unit);
        await installation.JsonAsync(0, "backfill");

        Assert.Equal(1, result.Exit);
        Assert.Equal(
            $"ingest: readings/{WideReadings.Unit}: {installation.NameThrough(proxy)} gave the query up (error 1412, Table definition has changed, "
            + "please retry transaction).\n",
            result.Error);
        Assert.Equal(WideReadings.Answer, await installation.QueryAsync(WideReadings.Sql));
    }

    [SkippableFact]
    public async Task An_alteration_waits_for_the_pages_of_a_snapshot()
    {
        await using Installation installation = await WideReadings.CreateAsync();
        await using MySqlProxy proxy = Proxy(installation);
        Task altered = Task.CompletedTask;
        bool began = false;
        proxy.FromServer = async packet =>
        {
            if (!began && packet.Connection.BytesFromServer > MiddleOfPage)
            {
                began = true;
                altered = installation.Source.ExecuteAsync("ALTER TABLE readings DROP COLUMN price");
                await UntilWaitingAsync(installation);
            }

            return Passage.Whole;
        };

        JsonElement result = await installation.JsonAsync(0, "backfill");
        await altered;
        string[] before = await installation.QueryAsync("SELECT sum(price) FROM readings");
        installation.Table("readings", WideReadings.Json.Replace("\"price\", ", "", StringComparison.Ordinal));
        JsonElement next = await installation.JsonAsync(0, "backfill");

        Assert.Equal((1, 1, 0, 0, 0), result.Units());
        Assert.Equal(["11257.50"], before);
        Assert.Equal((1, 1, 0, 0, 0), next.Units());
        Assert.Equal(WideReadings.Answer, await installation.QueryAsync(WideReadings.Sql));
    }

    private static MySqlProxy Proxy(Installation installation)
    {
        var proxy = new MySqlProxy(new Uri(installation.Source.Url));
        installation.Through(proxy);
        return proxy;
    }

    /// <summary>Acts when the plan is made and the snapshot of the only unit is about to begin.</summary>
    private static void BeforeTheSnapshot(MySqlProxy proxy, Func<Task> act) => AtSecondSnapshot(proxy, IsSnapshot, act);

    /// <summary>Acts when the snapshot of the only unit has begun and nothing was asked in it.</summary>
    private static void InTheSnapshot(MySqlProxy proxy, Func<Task> act) =>
        AtSecondSnapshot(proxy, packet => packet.Text.Contains("COUNT(*)", StringComparison.Ordinal), act);

    /// <summary>The first snapshot is the plan's.</summary>
    private static void AtSecondSnapshot(MySqlProxy proxy, Func<ProxiedPacket, bool> isMoment, Func<Task> act)
    {
        int snapshots = 0;
        bool acted = false;
        proxy.FromClient = async packet =>
        {
            snapshots += IsSnapshot(packet) ? 1 : 0;
            if (!acted && snapshots == 2 && isMoment(packet))
            {
                acted = true;
                await act();
            }
        };
    }

    private static bool IsSnapshot(ProxiedPacket packet) => packet.Text.Contains("CONSISTENT SNAPSHOT", StringComparison.Ordinal);

    /// <summary>The server itself waits until an ALTER TABLE of this schema is waiting, and fails when none comes.</summary>
    private static Task UntilWaitingAsync(Installation installation) => installation.Source.ExecuteAsync($"""
        BEGIN NOT ATOMIC
            DECLARE tries INT DEFAULT 0;
            WHILE NOT EXISTS (SELECT 1 FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND STATE = '{Waiting}') DO
                SET tries = tries + 1;
                IF tries > 1000 THEN
                    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no ALTER TABLE is waiting';
                END IF;
                DO SLEEP(0.02);
            END WHILE;
        END
        """);
}
