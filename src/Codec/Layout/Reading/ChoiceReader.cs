using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Reading;

/// <summary>One of the encodings of a list.</summary>
/// <param name="When">The numbers that choose it.</param>
/// <param name="Reader">It.</param>
/// <param name="Allowed">The integers that it may give.</param>
internal sealed record ChoiceCase(Interval When, IntegerReader Reader, Interval Allowed);

/// <summary>A list of integers whose encoding is chosen by a number before it. A list of no integers has no such number.</summary>
/// <param name="choice">The number.</param>
/// <param name="cases">The encodings, by the numbers that choose them.</param>
internal sealed class ChoiceReader(IntegerReader choice, IReadOnlyList<ChoiceCase> cases) : IntegerReader
{
    private readonly ChoiceCase[] _cases = [.. cases];

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
        foreach (ChoiceCase known in _cases)
        {
            if (known.When.Contains(number))
            {
                long outer = run.Choice;
                run.Choice = number;
                known.Reader.ReadMany(ref run, values, field);
                run.Choice = outer;
                if (known.Allowed.FirstOutside(values) is >= 0 and var outside)
                {
                    throw new PayloadException($"{field} is {values[outside]}, expected {known.Allowed}", offset);
                }

                return;
            }
        }

        throw new PayloadException($"encoding of {field} is {number}, expected {string.Join(", ", _cases.Select(known => known.When))}", offset);
    }
}
