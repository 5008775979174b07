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
}
