namespace Ingest.Codec;

/// <summary>A payload that cannot be decoded: what was wrong, and at which byte where one is known.</summary>
public sealed class PayloadException : Exception
{
    public PayloadException(string reason, int offset)
        : base($"{reason} at byte {offset}")
    {
        Reason = reason;
        Offset = offset;
        HasOffset = true;
    }

    /// <summary>What is wrong with no byte of the payload, or with one that nobody knows.</summary>
    public PayloadException(string reason)
        : base(reason) => Reason = reason;

    /// <summary>What was wrong, with the expected and the actual value, without the offset.</summary>
    public string Reason { get; }

    /// <summary>Bytes from the payload's start to where it was found; from the start of what was unwrapped from it where
    /// <see cref="IsUnwrapped"/>. 0 without <see cref="HasOffset"/>.</summary>
    public int Offset { get; }

    /// <summary>Whether it is known at which byte it was found.</summary>
    public bool HasOffset { get; }

    /// <summary>Whether it was found in what an envelope held, which is no byte of the payload as it is stored.</summary>
    public bool IsUnwrapped { get; init; }

    /// <summary>The same with another reason, and where its byte is known so many bytes further.</summary>
    internal PayloadException With(string reason, int further = 0) => HasOffset
        ? new PayloadException(reason, Offset + further) { IsUnwrapped = IsUnwrapped }
        : new PayloadException(reason) { IsUnwrapped = IsUnwrapped };
}
