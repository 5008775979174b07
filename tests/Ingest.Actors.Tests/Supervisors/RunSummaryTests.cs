using Ingest.Actors.Committing;
using Ingest.Actors.Planning;
using Ingest.Actors.Supervisors;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Supervisors;

public sealed class RunSummaryTests
{
    private static readonly Unit Unit = new(Readings.Table(), UnitInterval.Of(new DateOnly(2026, 1, 5)));
    private static readonly UnitOutcome Failed = Outcome(FailureKind.Transient);
    private static readonly UnitOutcome Stopped = Outcome(FailureKind.Stopped);

    [Fact]
    public void why_a_unit_failed_is_not_forgotten_when_its_repetition_was_not_begun()
    {
        RunSummary run = new RunSummary { Plan = RunPlan.Nothing, Closed = true }.With(Failed).With(Stopped);

        Assert.Equal(Failed, Assert.Single(run.Failed));
        Assert.False(run.Succeeded);
    }

    [Fact]
    public void what_a_repetition_came_to_counts()
    {
        Assert.Equal(1, new RunSummary { Plan = RunPlan.Nothing }.With(Failed).With(new UnitOutcome.Unchanged(Unit)).Unchanged);
        Assert.Empty(new RunSummary { Plan = RunPlan.Nothing }.With(Stopped).Failed);
    }

    private static UnitOutcome.Failed Outcome(FailureKind kind) => new(Unit, new IngestFailure(kind, "It failed."));
}
