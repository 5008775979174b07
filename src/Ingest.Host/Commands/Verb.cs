using System.CommandLine;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Host.Configuration;
using Ingest.Host.Running;

namespace Ingest.Host.Commands;

/// <summary>
/// One verb of the executable. A verb adds its arguments and options in its constructor and does its work in
/// <see cref="RunAsync"/>; what it throws becomes sentences and an exit code here. It is listed in
/// <see cref="IngestCommand"/>.
/// </summary>
internal abstract class Verb : Command
{
    protected Verb(string name, string description, CommandContext context)
        : base(name, description)
    {
        Context = context;
        SetAction(GuardAsync);
    }

    protected CommandContext Context { get; }

    /// <returns>The exit code.</returns>
    protected abstract Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation);

    private async Task<int> GuardAsync(ParseResult arguments, CancellationToken cancellation)
    {
        try
        {
            return await RunAsync(arguments, cancellation);
        }
        catch (ConfigurationException failure)
        {
            foreach (string error in failure.Errors)
            {
                Context.Terminal.Say(error);
            }

            return ExitCodes.NotStarted;
        }
        catch (Exception failure) when (failure is UsageException or IngestException or DecoderException)
        {
            Context.Terminal.Say(failure.Message);
            return ExitCodes.NotStarted;
        }
        catch (RunFault failure)
        {
            Context.Terminal.Say(failure.Message);
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Context.Terminal.Say("interrupted");
            return ExitCodes.Interrupted;
        }
        catch (Exception failure)
        {
            Context.Terminal.Say($"a fault in ingest itself: {failure}");
            return ExitCodes.Failed;
        }
    }
}
