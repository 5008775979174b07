using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Units;

public sealed class IngestFailureTests
{
    [Fact]
    public void a_sentence_of_our_own_keeps_its_kind_and_its_words()
    {
        Assert.Equal(new IngestFailure(FailureKind.Permanent, "Mend it."), IngestFailure.Of(IngestException.Permanent("Mend it.")));
        Assert.Equal(new IngestFailure(FailureKind.Transient, "Wait."), IngestFailure.Of(IngestException.Transient("Wait.")));
        Assert.Equal(new IngestFailure(FailureKind.Shrunk, "Fewer."), IngestFailure.Of(IngestException.Shrunk("Fewer.")));
    }

    [Fact]
    public void cancellation_is_a_stop()
    {
        Assert.Equal(FailureKind.Stopped, IngestFailure.Of(new OperationCanceledException()).Kind);
        Assert.Equal(FailureKind.Stopped, IngestFailure.Of(new TaskCanceledException()).Kind);
    }

    [Fact]
    public void what_may_go_away_by_itself_is_transient()
    {
        Assert.Equal(FailureKind.Transient, IngestFailure.Of(new IOException("no space")).Kind);
        Assert.Equal(FailureKind.Transient, IngestFailure.Of(new TimeoutException("slow")).Kind);
    }

    [Fact]
    public void what_nobody_foresaw_is_permanent_and_says_its_type()
    {
        Assert.Equal(
            new IngestFailure(FailureKind.Permanent, "InvalidOperationException: no such thing"),
            IngestFailure.Of(new InvalidOperationException("no such thing")));
    }

    [Fact]
    public void of_several_failures_the_one_that_cancelled_the_others_counts()
    {
        var cause = IngestException.Transient("The connection was lost.");

        Assert.Equal(
            "The connection was lost.",
            IngestFailure.Of(new AggregateException(new OperationCanceledException(), new AggregateException(cause))).Reason);
        Assert.Equal(FailureKind.Stopped, IngestFailure.Of(new AggregateException(new OperationCanceledException())).Kind);
    }

    [Fact]
    public void what_could_not_be_cleaned_up_is_not_the_reason()
    {
        var left = new CleanUpException(
            new AggregateException(new AggregateException(new OperationCanceledException())), [IngestException.Permanent("Nobody may abort.")]);

        Assert.Equal(FailureKind.Stopped, IngestFailure.Of(left).Kind);
        Assert.Equal(FailureKind.Stopped, IngestFailure.Of(new AggregateException(left)).Kind);
        Assert.Contains("Nobody may abort.", left.ToString(), StringComparison.Ordinal);
        Assert.Equal("The lake is slow.", IngestFailure.Of(new CleanUpException(
            new CleanUpException(new AggregateException(IngestException.Transient("The lake is slow.")), [new IOException("a")]), [new IOException("b")])).Reason);
    }

    [Fact]
    public async Task what_cannot_be_disposed_does_not_hide_why_its_use_failed()
    {
        CleanUpException both = await Assert.ThrowsAsync<CleanUpException>(() => CleanUpException.UsingAsync(
            new Broken(), Task<int> (_) => throw IngestException.Transient("The connection was lost.")));

        Assert.Equal(new IngestFailure(FailureKind.Transient, "The connection was lost."), IngestFailure.Of(both));
        Assert.Equal("It cannot be disposed.", Assert.Single(both.Failures).Message);
        await Assert.ThrowsAsync<InvalidOperationException>(() => CleanUpException.UsingAsync(new Broken(), _ => Task.FromResult(1)));
    }

    private sealed class Broken : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => throw new InvalidOperationException("It cannot be disposed.");
    }
}
