using System.CommandLine;

namespace Ingest.Host.Commands;

/// <summary>The executable's command line.</summary>
public static class IngestCommand
{
    private const string Description =
        "Brings sensor readings that a database keeps as packed payloads into Parquet files that answer SQL.";

    /// <param name="stop">Cancelled when the process is asked to stop.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CommandContext context, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(context);
        var root = new RootCommand(Description);
        foreach (Command verb in Verbs(context))
        {
            root.Add(verb);
        }

        ParseResult parsed = root.Parse(arguments);
        if (UsageSentence.Of(root, parsed) is { } sentence)
        {
            context.Terminal.Say(sentence);
            return ExitCodes.NotStarted;
        }

        // Signals are StopSignals' alone; a stop takes as long as it is given there.
        var invocation = new InvocationConfiguration
        {
            Output = context.Terminal.Out,
            Error = context.Terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation, stop);
    }

    private static IEnumerable<Command> Verbs(CommandContext context) =>
    [
        new DemoVerb(context),
        new InitVerb(context),
        new RunVerb(context),
        new BackfillVerb(context),
        new DoctorVerb(context),
        new VerifyVerb(context),
        new StatusVerb(context),
        new CatalogVerb(context),
        new QueryVerb(context),
        new SampleVerb(context),
        new DecodeVerb(context),
        new CodecCommand(context),
        new SchemaVerb(context),
    ];
}
