using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Records;

public sealed class TableIdentityTests
{
    private readonly MemoryLake _lake = new();
    private readonly RecordStore _records;

    public TableIdentityTests() => _records = new RecordStore(_lake);

    public static TheoryData<string, TableSpec, string> Others => new()
    {
        { "path: elsewhere", Readings.Table() with { Path = "elsewhere" }, "plant" },
        { "plant.readings_2 ", Readings.Table() with { SourceTable = "readings_2" }, "plant" },
        { "other.readings ", Readings.Table(), "other" },
        { "units: day of taken_at", Readings.Table() with { Time = new TimeSpec("taken_at") }, "plant" },
        { "units: day of received_at as EpochMs", Readings.Table() with { Time = new TimeSpec("received_at", TimeEncoding.EpochMs) }, "plant" },
        { "units: all", Readings.Table() with { Time = null }, "plant" },
        { "units: block of 1000 by id", Readings.Table() with { Time = null, KeyBlock = 1000 }, "plant" },
        { "partitions: none", Readings.Table() with { Payload = null, Time = null }, "plant" },
    };

    [Fact]
    public async Task the_same_table_is_let_in_again_whatever_else_the_configuration_changes()
    {
        TableSpec table = Readings.Table();
        await _records.CheckIdentityAsync(table, "plant", claim: true, default);

        await _records.CheckIdentityAsync(table, "plant", claim: true, default);
        await _records.CheckIdentityAsync(table with { SortBy = [], Settle = TimeSpan.Zero }, "plant", claim: false, default);

        Assert.Equal(1, _lake.Calls.Count(call => call.Call == "put"));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task another_table_under_the_same_name_is_refused_with_both_sides(string difference, TableSpec other, string schema)
    {
        await _records.CheckIdentityAsync(Readings.Table(), "plant", claim: true, default);

        IngestException refused = await Assert.ThrowsAsync<IngestException>(() =>
            _records.CheckIdentityAsync(other, schema, claim: true, default));

        Assert.Equal(FailureKind.Permanent, refused.Kind);
        Assert.Contains(
            "was made from plant.readings (units: day of received_at; partitions: date=yyyyMMdd; path: readings)",
            refused.Message,
            StringComparison.Ordinal);
        Assert.Contains(difference, refused.Message[refused.Message.IndexOf("now says", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.EndsWith("or put the configuration back.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task only_checking_claims_nothing()
    {
        await _records.CheckIdentityAsync(Readings.Table(), "plant", claim: false, default);

        Assert.DoesNotContain(_lake.Calls, call => call.Call == "put");
    }

    [Fact]
    public async Task of_two_that_claim_at_once_the_second_is_checked_against_the_first()
    {
        // The other claims between our look and our claim.
        bool other = false;
        _lake.Before = async (call, _, _) =>
        {
            if (call == "put" && !other)
            {
                other = true;
                await _records.CheckIdentityAsync(Readings.Table() with { Path = "elsewhere" }, "plant", claim: true, default);
            }
        };

        await Assert.ThrowsAsync<IngestException>(() => _records.CheckIdentityAsync(Readings.Table(), "plant", claim: true, default));
    }
}
