using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Units;

public sealed class UnitScopeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ByteBudget _total = new(long.MaxValue);

    [Fact]
    public async Task the_end_of_a_scope_waits_for_work_that_takes_no_notice_of_cancellation()
    {
        var scope = new UnitScope(new EngineLimits(), _total, default);
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        Task<int> work = scope.Run(async _ =>
        {
            begun.SetResult();
            await release.Task;
            scope.Budget.Add(7);
            return 1;
        });
        await begun.Task.WaitAsync(Patience);

        Task end = scope.DisposeAsync().AsTask();

        Assert.True(scope.Cancellation.IsCancellationRequested);
        Assert.False(end.IsCompleted);
        release.SetResult();
        await end.WaitAsync(Patience);
        Assert.True(work.IsCompletedSuccessfully);
        Assert.Equal(0, _total.Used);
    }

    [Fact]
    public async Task the_end_of_a_scope_cancels_its_work_and_passes_no_failure_on()
    {
        var scope = new UnitScope(new EngineLimits(), _total, default);
        Task<int> cancelled = scope.Run(async cancellation =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return 1;
        });
        Task<int> failed = scope.Run<int>(() => throw new IOException("gone"));

        await scope.DisposeAsync().AsTask().WaitAsync(Patience);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await Assert.ThrowsAnyAsync<Exception>(() => failed);
    }

    [Fact]
    public async Task nothing_begins_after_the_end()
    {
        var scope = new UnitScope(new EngineLimits(), _total, default);
        await scope.DisposeAsync();
        bool begun = false;

        Task<int> late = scope.Run(() =>
        {
            begun = true;
            return 1;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        Assert.False(begun);
    }

    [Fact]
    public async Task what_an_attempt_still_holds_is_no_longer_counted_when_it_ends()
    {
        _total.Add(5);
        var scope = new UnitScope(new EngineLimits(), _total, default);
        scope.Budget.Add(1_000);
        Assert.Equal(1_005, _total.Used);

        await scope.DisposeAsync();

        Assert.Equal(5, _total.Used);
    }

    [Fact]
    public async Task a_stopped_run_cancels_every_scope()
    {
        using var stop = new CancellationTokenSource();
        await using var scope = new UnitScope(new EngineLimits(), _total, stop.Token);

        await stop.CancelAsync();

        Assert.True(scope.Cancellation.IsCancellationRequested);
    }

    [Fact]
    public async Task no_work_outlives_a_scope_whenever_it_was_begun()
    {
        // Stages of a stream that has just failed go on beginning work while the scope ends.
        for (int round = 0; round < 500; round++)
        {
            var scope = new UnitScope(new EngineLimits(), _total, default);
            int running = 0;
            Task beginning = Task.Run(() =>
            {
                for (int i = 0; i < 50; i++)
                {
                    _ = scope.Run(() =>
                    {
                        Interlocked.Increment(ref running);
                        Thread.SpinWait(50);
                        return Interlocked.Decrement(ref running);
                    });
                }
            });

            await scope.DisposeAsync();
            Assert.Equal(0, Volatile.Read(ref running));
            await beginning;
        }
    }
}
