using Akka.Actor;
using Akka.Configuration;
using Akka.Streams;

namespace Ingest.Actors.Tests.Histories;

/// <summary>The one actor system that all histories run on; streams of one do not know of another's.</summary>
internal static class Engine
{
    // Processes that die in the middle fail their streams, thousands of them.
    private static readonly ActorSystem System =
        ActorSystem.Create("histories", ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }"));

    public static IMaterializer Materializer { get; } = System.Materializer();
}
