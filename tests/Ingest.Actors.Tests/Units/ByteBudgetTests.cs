using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Units;

public sealed class ByteBudgetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task nobody_waits_while_no_more_than_the_limit_is_held()
    {
        var budget = new ByteBudget(100);

        budget.Add(100);

        Assert.True(budget.WaitAsync(default).IsCompletedSuccessfully);
        await budget.WaitAsync(default);
    }

    [Fact]
    public async Task who_waits_goes_on_once_enough_is_free()
    {
        var budget = new ByteBudget(100);
        budget.Add(150);
        Task first = budget.WaitAsync(default);
        Task second = budget.WaitAsync(default);

        budget.Add(-49);
        Assert.False(first.IsCompleted);
        budget.Add(-1);

        await Task.WhenAll(first, second).WaitAsync(Patience);
    }

    [Fact]
    public async Task waiting_can_be_cancelled_and_harms_no_other_waiter()
    {
        var budget = new ByteBudget(0);
        budget.Add(1);
        using var cancelled = new CancellationTokenSource();
        Task given = budget.WaitAsync(cancelled.Token);
        Task kept = budget.WaitAsync(default);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        budget.Add(-1);
        await kept.WaitAsync(Patience);
    }

    [Fact]
    public void the_parent_counts_what_all_its_children_hold()
    {
        var parent = new ByteBudget(1_000);
        var one = new ByteBudget(100, parent);
        var two = new ByteBudget(100, parent);

        one.Add(70);
        two.Add(50);
        Assert.Equal((70, 50, 120), (one.Used, two.Used, parent.Used));

        one.Clear();
        Assert.Equal((0, 50, 50), (one.Used, two.Used, parent.Used));
        Assert.Equal((70, 120), (one.Peak, parent.Peak));
    }

    [Fact]
    public async Task many_threads_balance_and_none_is_left_waiting()
    {
        var parent = new ByteBudget(long.MaxValue);
        var budget = new ByteBudget(50, parent);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (int i = 0; i < 2_000; i++)
            {
                await budget.WaitAsync(default);
                budget.Add(20 + worker);
                await Task.Yield();
                budget.Add(-20 - worker);
            }
        }))).WaitAsync(Patience);

        Assert.Equal((0, 0), (budget.Used, parent.Used));
        Assert.InRange(budget.Peak, 20, 8 * 27);
    }
}
