namespace Ingest.Codec.Layout.Samples;

/// <summary>Whether a field is there, by what an earlier field says.</summary>
/// <param name="Slot">That of the earlier field.</param>
/// <param name="Bit">The bit that has to be set; null: the number has to be, or not to be, <paramref name="Value"/>.</param>
/// <param name="Value">The number.</param>
/// <param name="Not">Whether it must not be that.</param>
internal sealed record Condition(int Slot, int? Bit, long Value, bool Not)
{
    public bool Holds(ReadOnlySpan<long> slots) => Bit is { } bit
        ? ((slots[Slot] >> bit) & 1) == (Not ? 0 : 1)
        : (slots[Slot] == Value) != Not;
}
