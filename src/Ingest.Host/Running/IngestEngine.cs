using Akka.Actor;
using Akka.Hosting;
using Akka.Streams;
using Ingest.Actors.Auditing;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Decoding;
using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Supervisors;
using Ingest.Host.Configuration;
using Ingest.Host.Output.Progress;
using Ingest.Host.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ingest.Host.Running;

/// <summary>The actor system with its supervisor, for as long as a command runs.</summary>
internal sealed class IngestEngine : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly IActorRef _supervisor;
    private readonly TimeSpan _stopWithin;

    private IngestEngine(IHost host, IActorRef supervisor, TimeSpan stopWithin)
    {
        _host = host;
        _supervisor = supervisor;
        _stopWithin = stopWithin;
    }

    /// <summary>Starts it. Connects to nothing yet, but for a secret that says where the database is.</summary>
    public static async Task<IngestEngine> StartAsync(
        IngestConfiguration configuration, TimeProvider clock, RunMeter meter, IRunProgress progress, CancellationToken cancellation)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(await SourceAccess.OpenAsync(configuration, clock, cancellation));
        builder.Services.AddSingleton(LakeStore.Open(configuration.Lake, configuration.Aws, clock));
        builder.Services.AddSingleton(services => new IngestParts
        {
            Source = services.GetRequiredService<ISourceDatabase>(),
            Lake = services.GetRequiredService<ILake>(),
            Catalog = CatalogStore.Open(
                configuration.Catalog, services.GetRequiredService<ILake>(), configuration.Aws, clock),
            Clock = clock,
            Limits = configuration.Limits,
            Retry = configuration.Retry,
            Meter = meter,
        });
        builder.Services.AddAkka("ingest", akka => akka
            .AddHocon(EngineHocon.Config, HoconAddMode.Prepend)
            .WithIngest()
            .WithActors((system, _) => system.ActorOf(ProgressListener.Props(progress), "progress")));
        IHost host = builder.Build();
        await host.StartAsync(cancellation);
        return new IngestEngine(
            host, host.Services.GetRequiredService<IRequiredActor<IngestSupervisor>>().ActorRef, configuration.StopWithin);
    }

    /// <summary>What tells query engines of the lake.</summary>
    public ICatalog Catalog => _host.Services.GetRequiredService<IngestParts>().Catalog;

    /// <summary>What compares the lake with its records and its source.</summary>
    public LakeAudit Audit()
    {
        IngestParts parts = _host.Services.GetRequiredService<IngestParts>();
        IMaterializer materializer = _host.Services.GetRequiredService<ActorSystem>().Materializer();
        return new LakeAudit(parts.Source, parts.Lake, parts.Catalog, parts.Limits, parts.Meter, materializer);
    }

    /// <summary>Runs one request. When stopped, waits for a clean end as long as the configuration says.</summary>
    /// <exception cref="RunFault">The run did not end in time after it was stopped, or the supervisor died.</exception>
    public async Task<RunSummary> RunAsync(RunRequest request, CancellationToken stop)
    {
        using var late = new CancellationTokenSource();

        // Asked before anybody can stop it: a stop that the supervisor gets first would be lost.
        Task<RunSummary> answer = _supervisor.Ask<RunSummary>(new StartRun(request), Timeout.InfiniteTimeSpan, late.Token);
        await using CancellationTokenRegistration stopping = stop.Register(() =>
        {
            _supervisor.Tell(StopRun.Instance);
            late.CancelAfter(_stopWithin);
        });
        Task death = _supervisor.WatchAsync(late.Token);
        try
        {
            return await Task.WhenAny(answer, death) == answer
                ? await answer
                : throw new RunFault("The run ended because of a fault in Ingest itself, which is written above.");
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new RunFault(
                $"The run did not end within {_stopWithin.TotalSeconds:0} s (StopWithin) after it was stopped; what it had begun is finished by the next run.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>Signals are the command's, not the host's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
