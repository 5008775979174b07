using Akka.Actor;
using Akka.Hosting;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Decoding;
using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;

namespace Ingest.Actors.Supervisors;

/// <summary>What the supervisor works with.</summary>
public sealed record IngestParts
{
    public required ISourceDatabase Source { get; init; }

    public required ILake Lake { get; init; }

    public required ICatalog Catalog { get; init; }

    public required TimeProvider Clock { get; init; }

    public EngineLimits Limits { get; init; } = new();

    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>Counts what all units hold together.</summary>
    public ByteBudget Budget { get; init; } = new(long.MaxValue);

    /// <summary>Told of everything that is read.</summary>
    public RunMeter Meter { get; init; } = new();

    /// <summary>0 to 1, another each time: spreads repetitions.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;
}

/// <summary>Adds Ingest to an actor system.</summary>
public static class IngestHosting
{
    /// <summary>Starts the supervisor as <c>/user/ingest</c> and registers it under its type. Its parts are a service.</summary>
    public static AkkaConfigurationBuilder WithIngest(this AkkaConfigurationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithActors((system, registry, services) =>
        {
            IActorRef supervisor = system.ActorOf(IngestSupervisor.Props(services.GetService<IngestParts>()), "ingest");
            registry.Register<IngestSupervisor>(supervisor);
        });
    }
}
