using Ingest.Actors.Committing;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Ingest.Actors.Tests.Committing;

public sealed class UploadSweepTests
{
    private const string Key = "readings/date=20260105/data.parquet";

    private static readonly TableSpec Table = Readings.Table();
    private static readonly Unit Unit = new(Table, UnitInterval.Of(new DateOnly(2026, 1, 5)));

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryLake _lake;

    public UploadSweepTests() => _lake = new MemoryLake { Clock = _clock };

    [Fact]
    public async Task what_a_dead_attempt_left_is_ended_after_a_day()
    {
        await PrepareAsync(Key);
        await PrepareAsync("readings_rejects/date=20260105/data.parquet");
        await PrepareAsync("readings/date=20260105/20260107.parquet");

        _clock.Advance(UploadSweep.Age);
        Assert.Equal(0, await SweepAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, await SweepAsync());

        Assert.Equal(0, _lake.Uploads);
    }

    [Fact]
    public async Task what_is_young_may_belong_to_an_attempt_that_lives()
    {
        await PrepareAsync(Key);
        _clock.Advance(TimeSpan.FromDays(2));
        await PrepareAsync(Key);

        Assert.Equal(1, await SweepAsync());
        Assert.Equal(1, _lake.Uploads);
    }

    [Fact]
    public async Task what_a_record_lists_is_left_to_the_next_claim()
    {
        PreparedObject claimed = await PrepareAsync(Key);
        PreparedObject superseded = await PrepareAsync(Key);
        UnitRecord record = ModelSource.Record("w1", 1, [new RecordedObject(Key, 1, "", 1, claimed.UploadId)]) with
        {
            Superseded = [new UploadRef(Key, superseded.UploadId)],
        };
        await new RecordStore(_lake).PutAsync(Unit, record, null, default);
        _clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(0, await SweepAsync());
        Assert.Equal(2, _lake.Uploads);
    }

    [Fact]
    public async Task what_a_damaged_record_lists_is_not_known_and_keeps_nothing_else_from_being_ended()
    {
        await _lake.PutControlAsync("readings/20260105.json", "{"u8.ToArray(), null, default);
        await PrepareAsync(Key);
        await PrepareAsync("readings/date=20260106/data.parquet");
        _clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(1, await SweepAsync());
        Assert.Equal(1, _lake.Uploads);
    }

    [Fact]
    public async Task tables_of_other_configurations_are_left_alone()
    {
        await PrepareAsync("readings_of_others/date=20260105/data.parquet");
        await PrepareAsync("read/date=20260105/data.parquet");
        _clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(0, await SweepAsync());
    }

    private Task<int> SweepAsync() => new UploadSweep(_lake, _clock).RunAsync([Table], default);

    private async Task<PreparedObject> PrepareAsync(string key)
    {
        await using IObjectSink sink = await _lake.PrepareAsync(key, "t", new UploadShare(new ByteBudget(0)), default);
        await sink.Stream.WriteAsync(new byte[1]);
        return await sink.CompleteAsync(default);
    }
}
