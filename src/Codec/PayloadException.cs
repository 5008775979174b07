namespace Ingest.Codec;

/// <summary>A payload that cannot be decoded: what was wrong, and at which byte.</summary>
public sealed class PayloadException : Exception
{
    public PayloadException(string reason, int offset)
        : base($"{reason} at byte {offset}")
    {
        Reason = reason;
        Offset = offset;
    }

    /// <summary>What was wrong, with the expected and the actual value, without the offset.</summary>
    public string Reason { get; }

    /// <summary>Bytes from the payload's start to where it was found; from the start of what was unwrapped from it where
    /// <see cref="IsUnwrapped"/>.</summary>
    public int Offset { get; }

    /// <summary>Whether it was found in what an envelope held, which is no byte of the payload as it is stored.</summary>
    public bool IsUnwrapped { get; init; }
}
