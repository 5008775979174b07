using Akka.Actor;
using Ingest.Actors.Supervisors;
using Ingest.Host.Output.Progress;

namespace Ingest.Host.Running;

/// <summary>Passes on what the supervisor tells of a run.</summary>
internal sealed class ProgressListener : ReceiveActor
{
    public ProgressListener(IRunProgress progress)
    {
        Receive<RunPlanned>(planned => progress.Planned(planned.Plan.Units.Count));
        Receive<CatalogBegun>(_ => progress.TellingCatalog());
        Receive<UnitEnded>(ended =>
        {
            if (ended.Final)
            {
                progress.Ended(ended.Outcome);
            }
        });
    }

    public static Props Props(IRunProgress progress) => Akka.Actor.Props.Create(() => new ProgressListener(progress));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(RunPlanned));
        Context.System.EventStream.Subscribe(Self, typeof(UnitEnded));
        Context.System.EventStream.Subscribe(Self, typeof(CatalogBegun));
    }
}
