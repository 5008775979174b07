namespace Ingest.Codec.Layout.Samples;

/// <summary>Numbers that are stored as differences. Sums wrap: what leaves 64 bits is far outside of what a column holds.</summary>
internal static class Delta
{
    /// <param name="values">The first <paramref name="order"/> are a number and a difference; the rest differences of
    /// differences. They become the numbers.</param>
    /// <param name="order">0: they are the numbers; 1: differences; 2: differences of differences.</param>
    public static void Integrate(Span<long> values, int order)
    {
        if (order == 2 && values.Length > 2)
        {
            Sum(values[1..]);
        }

        if (order > 0)
        {
            Sum(values);
        }
    }

    private static void Sum(Span<long> values)
    {
        long sum = 0;
        foreach (ref long value in values)
        {
            sum += value;
            value = sum;
        }
    }
}
