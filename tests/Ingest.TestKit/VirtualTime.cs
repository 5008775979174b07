using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.TestKit;

/// <summary>One clock for <see cref="TimeProvider"/> and for Akka's scheduler: both move when the test says so.</summary>
public sealed class VirtualTime
{
    private readonly TestScheduler _scheduler;

    /// <param name="system">A system with <see cref="Config"/>.</param>
    /// <param name="start">Where time begins.</param>
    public VirtualTime(ActorSystem system, DateTimeOffset start)
    {
        ArgumentNullException.ThrowIfNull(system);
        _scheduler = (TestScheduler)system.Scheduler;
        Clock = new FakeTimeProvider(start);
    }

    public static Config Config { get; } =
        "akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"";

    public FakeTimeProvider Clock { get; }

    public void Advance(TimeSpan by)
    {
        Clock.Advance(by);
        _scheduler.Advance(by);
    }
}
