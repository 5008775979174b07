namespace Ingest.Codec.Layout.Reading;

/// <summary>A list of integers whose encoding is chosen by a number before it. A list of no integers has no such number.</summary>
/// <param name="choice">The number.</param>
/// <param name="cases">The encodings, by the numbers that choose them.</param>
internal sealed class ChoiceReader(IntegerReader choice, IReadOnlyList<(long From, long To, IntegerReader Reader)> cases) : IntegerReader
{
    private readonly (long From, long To, IntegerReader Reader)[] _cases = [.. cases];

    /// <inheritdoc/>
    public override int BitsMin => 0;

    /// <inheritdoc/>
    public override long Read(ref LayoutRun run, string field)
    {
        Span<long> one = stackalloc long[1];
        ReadMany(ref run, one, field);
        return one[0];
    }

    /// <inheritdoc/>
    public override void ReadMany(ref LayoutRun run, scoped Span<long> values, string field)
    {
        if (values.IsEmpty)
        {
            return;
        }

        int offset = run.Offset;
        long number = choice.Read(ref run, field);
        foreach ((long from, long to, IntegerReader reader) in _cases)
        {
            if (number >= from && number <= to)
            {
                long outer = run.Choice;
                run.Choice = number;
                reader.ReadMany(ref run, values, field);
                run.Choice = outer;
                return;
            }
        }

        throw new PayloadException($"encoding of {field} is {number}, expected {string.Join(", ", _cases.Select(Shown))}", offset);
    }

    private static string Shown((long From, long To, IntegerReader) range) =>
        range.From == range.To ? $"{range.From}" : $"{range.From} to {range.To}";
}
