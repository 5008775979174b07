using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Units;
using MySqlConnector;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>A real replica: one that keeps up, one that lags, one that is stopped.</summary>
public sealed class ReplicaTests(ReplicaPair pair) : IClassFixture<ReplicaPair>
{
    private const string Stop = "STOP SLAVE";

    [SkippableFact]
    public async Task One_that_keeps_up_has_what_was_committed_a_moment_ago()
    {
        await pair.StartAsync();
        await CaughtUpAsync("current");
        await using ISourceDatabase database = SourceDatabase.Open(new SourceSpec(ReplicaPair.Url(pair.ReplicaPort)));

        await using ISourceSnapshot snapshot = await database.OpenAsync(default);

        Assert.InRange(snapshot.Clock - snapshot.Applied, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal(ReplicaPair.ReplicaOffset, await database.UtcOffsetAsync(default));
    }

    [SkippableFact]
    public async Task One_that_is_stopped_is_refused_for_now()
    {
        await pair.StartAsync();
        await CaughtUpAsync("stopped");
        await ReplicaPair.ExecuteAsync(pair.ReplicaPort, Stop);
        await using ISourceDatabase database = SourceDatabase.Open(new SourceSpec(ReplicaPair.Url(pair.ReplicaPort)));

        IngestException refused = await Assert.ThrowsAsync<IngestException>(() => database.OpenAsync(default));
        await ReplicaPair.ExecuteAsync(pair.ReplicaPort, "START SLAVE");
        await CaughtUpAsync("started");

        Assert.Equal(FailureKind.Transient, refused.Kind);
        Assert.StartsWith(
            $"mysql://127.0.0.1:{pair.ReplicaPort}/sensors is a replica whose replication is stopped (receives: No, applies: No)",
            refused.Message,
            StringComparison.Ordinal);
        await using ISourceSnapshot snapshot = await database.OpenAsync(default);
    }

    [SkippableFact]
    public async Task One_that_lags_leaves_units_open_that_its_clock_would_close()
    {
        await pair.StartAsync();
        await CaughtUpAsync("lagging");
        await using ISourceDatabase database = SourceDatabase.Open(new SourceSpec(ReplicaPair.Url(pair.ReplicaPort)));
        await using MySqlConnection holder = await ReplicaPair.ConnectAsync(pair.ReplicaPort);
        await using MySqlCommand hold = new("LOCK TABLES lagging WRITE", holder);
        await hold.ExecuteNonQueryAsync();
        await ReplicaPair.ExecuteAsync(pair.PrimaryPort, "INSERT INTO lagging VALUES (1)");
        await WaitUntilBehindAsync(3);

        await using (ISourceSnapshot snapshot = await database.OpenAsync(default))
        {
            AssertLags(snapshot, TimeSpan.FromSeconds(4));
        }

        await holder.CloseAsync();
        await CaughtUpAsync("caught_up");
    }

    [SkippableFact]
    public async Task One_that_is_delayed_on_purpose_lags()
    {
        await pair.StartAsync();
        await CaughtUpAsync("punctual");
        await ReplicaPair.ExecuteAsync(pair.ReplicaPort, $"{Stop}; CHANGE MASTER TO MASTER_DELAY = 7200; START SLAVE");
        await using ISourceDatabase database = SourceDatabase.Open(new SourceSpec(ReplicaPair.Url(pair.ReplicaPort)));
        await ReplicaPair.ExecuteAsync(pair.PrimaryPort, "CREATE TABLE held_back (id BIGINT PRIMARY KEY)");
        await WaitUntilBehindAsync(0);

        await using (ISourceSnapshot snapshot = await database.OpenAsync(default))
        {
            AssertLags(snapshot, TimeSpan.FromHours(2));
        }

        await ReplicaPair.ExecuteAsync(pair.ReplicaPort, $"{Stop}; CHANGE MASTER TO MASTER_DELAY = 0; START SLAVE");
        await CaughtUpAsync("undelayed");
    }

    private static void AssertLags(ISourceSnapshot snapshot, TimeSpan least)
    {
        Assert.InRange(snapshot.Clock - snapshot.Applied, least, least + TimeSpan.FromMinutes(2));
        Unit lately = ClosedAt(snapshot.Clock - (least / 2));
        Assert.True(UnitState.IsClosed(lately, snapshot.Clock));
        Assert.False(UnitState.IsClosed(lately, snapshot.Applied));
        Assert.True(UnitState.IsClosed(ClosedAt(snapshot.Clock - TimeSpan.FromHours(4)), snapshot.Applied));
    }

    [SkippableFact]
    public async Task Who_may_not_ask_a_read_only_server_is_warned_and_reads_on()
    {
        await pair.StartAsync();
        await CaughtUpAsync("secret");
        await using ISourceDatabase replica = SourceDatabase.Open(new SourceSpec(ReplicaPair.Url(pair.ReplicaPort, "plain")));
        await using ISourceDatabase primary = SourceDatabase.Open(new SourceSpec(ReplicaPair.Url(pair.PrimaryPort, "plain")));
        TableSpec table = TestSource.Copy("secret", "id");

        IReadOnlyList<string> ofPrimary = (await primary.ResolveAsync(table, default)).Warnings;
        await ReplicaPair.ExecuteAsync(pair.ReplicaPort, "SET GLOBAL read_only = 1");
        IReadOnlyList<string> ofReplica = (await replica.ResolveAsync(table, default)).Warnings;
        await ReplicaPair.ExecuteAsync(pair.ReplicaPort, "SET GLOBAL read_only = 0");
        await using ISourceSnapshot snapshot = await replica.OpenAsync(default);

        Assert.Empty(ofPrimary);
        Assert.Contains("GRANT REPLICATION CLIENT ON *.* to the user", Assert.Single(ofReplica), StringComparison.Ordinal);
        Assert.Equal(snapshot.Clock, snapshot.Applied);
    }

    [SkippableFact]
    public async Task A_primary_has_everything()
    {
        await pair.StartAsync();
        await using ISourceDatabase database = SourceDatabase.Open(new SourceSpec(ReplicaPair.Url(pair.PrimaryPort)));

        await using ISourceSnapshot snapshot = await database.OpenAsync(default);

        Assert.Equal(snapshot.Clock, snapshot.Applied);
    }

    /// <summary>A unit that is closed from then on.</summary>
    private static Unit ClosedAt(DateTimeOffset time)
    {
        var day = UnitInterval.Of(DateOnly.FromDateTime(time.UtcDateTime.AddDays(-2)));
        return new Unit(TestSource.Readings("readings") with { Settle = time - Dates.Instant(day.EndMicros) }, day);
    }

    private async Task CaughtUpAsync(string table)
    {
        await ReplicaPair.ExecuteAsync(pair.PrimaryPort, $"CREATE TABLE {table} (id BIGINT NOT NULL PRIMARY KEY)");
        await pair.UntilAsync($"SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'sensors' AND table_name = '{table}'");
    }

    private async Task WaitUntilBehindAsync(long seconds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await pair.BehindAsync() is not { } behind || behind < seconds)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }
}
