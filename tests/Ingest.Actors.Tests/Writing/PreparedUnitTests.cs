using Ingest.Actors.Decoding;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;
using Ingest.Actors.Writing;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Writing;

public sealed class PreparedUnitTests
{
    private readonly MemoryLake _lake = new();

    [Fact]
    public async Task many_uploads_are_ended_sixteen_at_a_time()
    {
        PreparedUnit unit = await PrepareAsync(64);
        var sixteen = new TaskCompletionSource();
        int under = 0;
        int most = 0;
        _lake.Before = async (call, _, cancellation) =>
        {
            if (call == "abort")
            {
                int now = Interlocked.Increment(ref under);
                InterlockedMax(ref most, now);
                if (now == 16)
                {
                    sixteen.TrySetResult();
                }

                await sixteen.Task.WaitAsync(cancellation);
                Interlocked.Decrement(ref under);
            }
        };

        Assert.Empty(await unit.AbortAsync());

        Assert.Equal((16, 0), (most, _lake.Uploads));
    }

    [Fact]
    public async Task a_few_uploads_are_ended_one_after_the_other_and_one_that_cannot_be_keeps_none_of_the_others()
    {
        PreparedUnit unit = await PrepareAsync(7);
        _lake.Before = (call, key, _) => call == "abort" && key.Contains("20260103", StringComparison.Ordinal)
            ? throw IngestException.Transient("The lake is slow.")
            : Task.CompletedTask;

        Assert.Equal(["The lake is slow."], (await unit.AbortAsync()).Select(failure => failure.Message));

        Assert.Equal(1, _lake.Uploads);
        Assert.Equal(unit.Uploads.Select(upload => upload.Key), _lake.Calls.Where(call => call.Call == "abort").Select(call => call.Key));
    }

    private async Task<PreparedUnit> PrepareAsync(int objects)
    {
        var day = new DateOnly(2026, 1, 1);
        var unit = new PreparedUnit(new Unit(Readings.Table(), UnitInterval.Of(day)), "t", LakeSchema.Rejects, _lake);
        await unit.AddEmptyAsync(
            Enumerable.Range(0, objects).Select(i => $"readings/date={day.AddDays(i):yyyyMMdd}/20260101.parquet"),
            new UploadShare(new ByteBudget(long.MaxValue)), default);
        return unit;
    }

    private static void InterlockedMax(ref int most, int now)
    {
        for (int seen = most; seen < now;)
        {
            int was = Interlocked.CompareExchange(ref most, now, seen);
            seen = was == seen ? now : was;
        }
    }
}
