namespace Ingest.Host.Output;

/// <summary>The two streams that a command writes to: results to standard output, everything said to standard error.</summary>
/// <param name="Out">Results, and nothing else.</param>
/// <param name="Error">Sentences and progress.</param>
/// <param name="ErrorIsTerminal">Whether a person may be watching: progress is drawn live.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, bool ErrorIsTerminal)
{
    private const int WidthElsewhere = 120;

    /// <summary>Characters of a line of standard output; where that is no terminal, what most of them have.</summary>
    public int Width { get; init; } = WidthElsewhere;

    public static Terminal OfProcess() => new(Console.Out, Console.Error, !Console.IsErrorRedirected)
    {
        // A terminal that does not know its width says 0.
        Width = !Console.IsOutputRedirected && Console.WindowWidth is > 0 and var width ? width : WidthElsewhere,
    };

    /// <summary>Says one sentence on standard error.</summary>
    public void Say(string sentence) => Error.WriteLine($"ingest: {sentence}");
}
