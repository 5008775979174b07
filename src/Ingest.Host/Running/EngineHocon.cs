using Akka.Configuration;

namespace Ingest.Host.Running;

/// <summary>How the actor system of a command is set up.</summary>
internal static class EngineHocon
{
    /// <summary>Nothing goes to standard output, which is for results. An actor that fails stops, and the command says so,
    /// instead of waiting for an answer that never comes.</summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString(
        $$"""
        akka {
            stdout-loglevel = OFF
            loglevel = ERROR
            loggers = ["{{typeof(StandardErrorLogger).AssemblyQualifiedName}}"]
            coordinated-shutdown.run-by-clr-shutdown-hook = off
            actor.guardian-supervisor-strategy = "Akka.Actor.StoppingSupervisorStrategy, Akka"
        }
        """);
}
