using Ingest.Host.Commands;

namespace Ingest.Host.Tests.Commands;

public sealed class StopSignalsTests
{
    [Fact]
    public void The_first_signal_asks_and_the_second_ends()
    {
        List<int> exits = [];
        using var signals = new StopSignals(exits.Add);

        signals.Ask();
        Assert.True(signals.Stop.IsCancellationRequested);
        Assert.Empty(exits);

        signals.Ask();
        Assert.Equal([130], exits);
    }
}
