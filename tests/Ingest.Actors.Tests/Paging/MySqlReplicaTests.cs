using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>What a replica's status means.</summary>
public sealed class MySqlReplicaTests
{
    private readonly MySqlReplica _replica = new("mysql://db.example:3306/sensors");

    [Theory]
    [InlineData("Seconds_Behind_Source", 0UL, 1)]
    [InlineData("Seconds_Behind_Master", 0L, 1)]
    [InlineData("seconds_behind_master", 7200L, 7201)]
    public void Its_lag_is_rounded_up(string column, object seconds, int lag) =>
        Assert.Equal(TimeSpan.FromSeconds(lag), _replica.Lag(Row((column, seconds))));

    [Fact]
    public void A_delay_on_purpose_is_a_lag() => Assert.Equal(
        TimeSpan.FromSeconds(3_601), _replica.Lag(Row(("Seconds_Behind_Master", 0L), ("SQL_Delay", 3600U))));

    [Fact]
    public void A_stopped_replica_is_refused_for_now_and_says_why()
    {
        IngestException mariaDb = Assert.Throws<IngestException>(() => _replica.Lag(Row(
            ("Slave_IO_Running", "Connecting"), ("Slave_SQL_Running", "Yes"), ("Seconds_Behind_Master", null),
            ("Last_IO_Error", "error connecting to master."), ("Last_SQL_Error", ""))));
        IngestException mySql = Assert.Throws<IngestException>(() => _replica.Lag(Row(
            ("Replica_IO_Running", "Yes"), ("Replica_SQL_Running", "No"), ("Seconds_Behind_Source", null),
            ("Last_IO_Error", ""), ("Last_SQL_Error", ""))));

        Assert.Equal((FailureKind.Transient, FailureKind.Transient), (mariaDb.Kind, mySql.Kind));
        Assert.Equal(
            "mysql://db.example:3306/sensors is a replica whose replication is stopped (receives: Connecting, applies: Yes), so that "
            + "nobody knows which rows it lacks. error connecting to master. Start replication, or RESET REPLICA ALL if it is no "
            + "replica any more.",
            mariaDb.Message);
        Assert.Contains("(receives: Yes, applies: No), so that nobody knows which rows it lacks. Start replication", mySql.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, object?> Row(params (string Column, object? Value)[] columns) =>
        columns.ToDictionary(column => column.Column, column => column.Value, StringComparer.OrdinalIgnoreCase);
}
