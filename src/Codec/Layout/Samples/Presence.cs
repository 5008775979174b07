namespace Ingest.Codec.Layout.Samples;

/// <summary>Which rows have a number.</summary>
internal static class Presence
{
    /// <summary>Moves the present numbers, which come first, to their rows, from the last one on.</summary>
    public static void Scatter(Span<long> rows, int present, ReadOnlySpan<byte> absent)
    {
        for (int row = absent.Length - 1; row >= 0; row--)
        {
            rows[row] = absent[row] == 0 ? rows[--present] : 0;
        }
    }

    /// <summary>Marks the rows that have a number which means that there is none.</summary>
    public static void MarkAll(ReadOnlySpan<long> rows, long none, Span<byte> absent)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            absent[row] |= (byte)(rows[row] == none ? 1 : 0);
        }
    }
}
