using Ingest.Actors.Paging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

public sealed class ByteRateTests
{
    private const int Page = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();
    private readonly ByteRate _rate;

    public ByteRateTests() => _rate = new ByteRate(500, _clock);

    [Fact]
    public async Task the_first_page_does_not_wait_and_each_other_waits_for_those_before_it()
    {
        await ReadAsync(Page);

        Task second = ReadAsync(Page);
        Task third = ReadAsync(Page);
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await second.WaitAsync(Patience);
        Assert.False(third.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await third.WaitAsync(Patience);
    }

    [Fact]
    public async Task time_without_reading_is_not_saved_up()
    {
        await ReadAsync(Page);
        _clock.Advance(TimeSpan.FromHours(1));

        await ReadAsync(Page).WaitAsync(Patience);

        Assert.False(ReadAsync(Page).IsCompleted);
    }

    [Fact]
    public async Task a_page_counts_as_what_it_turned_out_to_be()
    {
        await ReadAsync(3 * Page);
        Task next = ReadAsync(10);
        _clock.Advance(TimeSpan.FromSeconds(5.9));
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await next.WaitAsync(Patience);

        Task small = ReadAsync(10);
        _clock.Advance(TimeSpan.FromSeconds(0.02));
        await small.WaitAsync(Patience);
    }

    [Fact]
    public async Task a_wait_that_is_cancelled_costs_nothing()
    {
        using var stop = new CancellationTokenSource();
        await ReadAsync(Page);
        Task cancelled = _rate.WaitAsync(Page, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        Task next = ReadAsync(Page);
        _clock.Advance(TimeSpan.FromSeconds(2));

        await next.WaitAsync(Patience);
    }

    private async Task ReadAsync(long bytes) => _rate.Read(bytes, await _rate.WaitAsync(Page, default));
}
