using Akka.Actor;
using Akka.Event;
using Akka.Streams.Implementation.Fusing;

namespace Ingest.Host.Running;

/// <summary>
/// Writes faults of the actor system to standard error. What a stage throws fails its unit, is repeated or said at the end of
/// the run, and is not written here once more.
/// </summary>
internal sealed class StandardErrorLogger : ReceiveActor
{
    public StandardErrorLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<Error>(error =>
        {
            if (!IsOfStage(error))
            {
                Console.Error.WriteLine($"ingest: {error.LogSource}: {error.Message} {error.Cause}");
            }
        });
    }

    private static bool IsOfStage(Error error) =>
        error.LogClass == typeof(GraphInterpreter) || error.LogSource.Contains("StreamSupervisor", StringComparison.Ordinal)
        || error.LogClass?.Namespace?.StartsWith("Akka.Streams", StringComparison.Ordinal) == true;
}
