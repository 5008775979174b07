namespace Ingest.Host.Output;

/// <summary>The two streams that a command writes to: results to standard output, everything said to standard error.</summary>
/// <param name="Out">Results, and nothing else.</param>
/// <param name="Error">Sentences and progress.</param>
/// <param name="ErrorIsTerminal">Whether a person may be watching: progress is drawn live.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, bool ErrorIsTerminal)
{
    public static Terminal OfProcess() => new(Console.Out, Console.Error, !Console.IsErrorRedirected);

    /// <summary>Says one sentence on standard error.</summary>
    public void Say(string sentence) => Error.WriteLine($"ingest: {sentence}");
}
