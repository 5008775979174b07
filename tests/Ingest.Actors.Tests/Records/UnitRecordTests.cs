using System.Text;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Records;

public sealed class UnitRecordTests
{
    private const string Key = "readings/20260105.json";

    private const string Committed = """
        {
         "state": "committed", "token": "t1", "table": "readings", "unit": "20260105",
         "source_clock": "2026-01-10T12:00:00+00:00", "open": false, "decoder": "00112233aabbccdd", "writer": 1,
         "source": { "rows": 2, "lowest_key": "1", "highest_key": "7", "key_sum": "8" },
         "checksum": "00000000000000ff", "rejected": 0, "samples": 2, "points": 2,
         "objects": [ { "key": "readings/date=20260105/data.parquet", "size": 900, "sha256": "ab", "rows": 2 } ],
         "superseded": []
        }
        """;

    private readonly MemoryLake _lake = new();
    private readonly RecordStore _records;
    private readonly Unit _unit = new(Readings.Table(), UnitInterval.Of(new DateOnly(2026, 1, 5)));

    public UnitRecordTests() => _records = new RecordStore(_lake);

    [Fact]
    public async Task a_unit_without_a_record_has_none()
    {
        Assert.Equal(TaggedRecord.None, await _records.GetAsync(_unit, default));
    }

    [Fact]
    public async Task a_claim_comes_back_with_all_that_can_still_be_completed()
    {
        UnitRecord claim = await ReadAsync(Committed) with
        {
            State = RecordState.Pending,
            Objects = [new("readings/date=20260105/data.parquet", 900, "ab", 2, "u7"), new("readings/date=20260104/20260105.parquet", 400, "cd", 0)],
            Superseded = [new UploadRef("readings/date=20260105/data.parquet", "u6")],
            Committed = new CommittedState(new Fingerprint(2, "1", "7", "8", "2026-01-05", "9"), "ff", "d0", true),
        };

        UnitRecord read = await RoundTripAsync(claim);

        Assert.False(read.IsCommitted);
        Assert.Equal([new UploadRef("readings/date=20260105/data.parquet", "u7")], read.Uploads);
        Assert.Equal(claim.Superseded, read.Superseded);
        Assert.Equal(claim.Objects, read.Objects);
        Assert.Equal(claim.Committed, read.LastCommitted);
    }

    [Fact]
    public async Task changed_values_come_back_and_two_records_that_differ_in_them_do_not_say_the_same()
    {
        UnitRecord none = await ReadAsync(Committed);
        UnitRecord some = none with { Changed = new Dictionary<string, long> { ["b"] = 1, ["a"] = 3 } };

        UnitRecord read = await RoundTripAsync(some);

        Assert.Equal(3, read.Changed!["a"]);
        Assert.True(some.SaysTheSame(read));
        Assert.False(none.SaysTheSame(read));
        Assert.False(read.SaysTheSame(none));
        Assert.Null((await RoundTripAsync(none)).Changed);
    }

    [Fact]
    public async Task a_committed_record_comes_back_as_it_was_and_is_what_was_last_committed()
    {
        UnitRecord record = await ReadAsync(Committed);

        UnitRecord read = await RoundTripAsync(record);

        Assert.Equivalent(record, read, strict: true);
        Assert.True(read.IsCommitted);
        Assert.Equal(new CommittedState(read.Source, read.Checksum, read.Decoder, read.Open), read.LastCommitted);
        Assert.Empty(read.Uploads);
    }

    [Fact]
    public async Task a_record_is_lower_case_json_with_words_for_states()
    {
        await RoundTripAsync(await ReadAsync(Committed));

        string json = Encoding.UTF8.GetString((await _lake.GetControlAsync(Key, default))!.Content.Span);
        Assert.Contains("\"state\": \"committed\"", json, StringComparison.Ordinal);
        Assert.Contains("\"lowest_key\": \"1\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("upload_id", json, StringComparison.Ordinal);
        Assert.DoesNotContain("is_committed", json, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"token\": \"t1\", ", "")]
    [InlineData("\"objects\"", "\"objekts\"")]
    [InlineData("\"superseded\": []", "\"superseded\": null")]
    [InlineData("\"key_sum\": \"8\"", "\"key_sum\": null")]
    [InlineData("\"lowest_key\": \"1\", ", "")]
    [InlineData("\"state\": \"committed\"", "\"state\": \"commited\"")]
    [InlineData("\"samples\": 2", "\"samples\": \"many\"")]
    [InlineData("\"superseded\": []\n}", "")]
    public async Task a_damaged_record_is_said_in_a_sentence(string part, string damage)
    {
        string json = Committed.ReplaceLineEndings("\n");
        Assert.Contains(part, json, StringComparison.Ordinal);

        await AssertUnreadableAsync(json.Replace(part, damage, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\0\0\0\0")]
    public Task what_is_no_record_is_said_in_a_sentence(string content) => AssertUnreadableAsync(content);

    [Fact]
    public async Task what_a_newer_build_adds_is_passed_over_so_that_its_writer_version_is_seen()
    {
        UnitRecord read = await ReadAsync(Committed.Replace("\"writer\": 1", "\"writer\": 999, \"added_later\": { \"x\": 1 }", StringComparison.Ordinal));

        Assert.Equal(999, read.Writer);
    }

    [Fact]
    public async Task the_units_of_a_table_are_those_that_have_a_record()
    {
        foreach (string name in (string[])["20260106", "20260105", "_table", "notes"])
        {
            await _lake.PutControlAsync($"readings/{name}.json", "{}"u8.ToArray(), null, default);
        }

        Assert.Equal(["20260105", "20260106"], (await _records.ListAsync(_unit.Table, default)).Select(interval => interval.Name));
    }

    private async Task AssertUnreadableAsync(string content)
    {
        IngestException unreadable = await Assert.ThrowsAsync<IngestException>(() => ReadAsync(content));

        Assert.Equal(FailureKind.Permanent, unreadable.Kind);
        Assert.StartsWith($"The record {Key} in memory cannot be read (", unreadable.Message, StringComparison.Ordinal);
        Assert.EndsWith("Put it back from a copy, or delete it and run its unit again: where the source has fewer rows than the lake, that is refused.", unreadable.Message, StringComparison.Ordinal);
    }

    private async Task<UnitRecord> ReadAsync(string json)
    {
        string? tag = (await _lake.GetControlAsync(Key, default))?.Tag;
        await _lake.PutControlAsync(Key, Encoding.UTF8.GetBytes(json), tag, default);
        return (await _records.GetAsync(_unit, default)).Record!;
    }

    private async Task<UnitRecord> RoundTripAsync(UnitRecord record)
    {
        string? tag = await _records.PutAsync(_unit, record, (await _lake.GetControlAsync(Key, default))?.Tag, default);
        TaggedRecord found = await _records.GetAsync(_unit, default);
        Assert.Equal(tag, found.Tag);
        return found.Record!;
    }
}
