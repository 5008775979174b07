namespace Ingest.Benchmarks.Parts;

/// <summary>What a benchmark's output is held against before it is timed.</summary>
internal static class Check
{
    /// <exception cref="InvalidOperationException">It does not hold.</exception>
    public static void That(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Not worth timing: {sentence}.");
        }
    }

    /// <summary>Both give equal items, and as many.</summary>
    /// <exception cref="InvalidOperationException">They do not.</exception>
    public static void Same<T>(IEnumerable<T> expected, IEnumerable<T> found, string what)
    {
        long item = 0;
        using IEnumerator<T> other = found.GetEnumerator();
        foreach (T one in expected)
        {
            That(other.MoveNext(), $"{what}: only {item} items");
            That(EqualityComparer<T>.Default.Equals(one, other.Current), $"{what}: item {item} is {other.Current} and should be {one}");
            item++;
        }

        That(!other.MoveNext(), $"{what}: more than {item} items");
    }
}
