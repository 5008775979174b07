namespace Ingest.Host.Output;

/// <summary>Sentences on lines of a width.</summary>
internal static class WrappedText
{
    /// <summary>Breaks at spaces. A word that is longer than a line stays whole, so that it can be copied.</summary>
    public static IReadOnlyList<string> Lines(string text, int width)
    {
        List<string> lines = [];
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count != 0 && lines[^1].Length + 1 + word.Length <= width)
            {
                lines[^1] += $" {word}";
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }
}
