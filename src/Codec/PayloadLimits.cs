namespace Ingest.Codec;

/// <summary>What a payload may grow to, whatever it claims. A decoder checks before it allocates; what is beyond rejects the
/// payload.</summary>
public sealed record PayloadLimits
{
    public static readonly PayloadLimits Default = new();

    /// <summary>Bytes of a payload, as it is stored and after each envelope.</summary>
    public int Bytes { get; init; } = 16 << 20;

    /// <summary>Samples of a payload.</summary>
    public int Samples { get; init; } = 65_535;

    /// <summary>Samples times channels of a payload.</summary>
    public int Points { get; init; } = 1 << 22;

    /// <summary>How many times its size a compressed payload may expand to.</summary>
    public int Expansion { get; init; } = 1_000;

    /// <summary>Objects and lists within one another.</summary>
    public int Depth { get; init; } = 64;
}
