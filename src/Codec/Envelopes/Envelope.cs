namespace Ingest.Codec.Envelopes;

/// <summary>What a payload may be packed in.</summary>
public enum Envelope
{
    /// <summary>RFC 1952, one member.</summary>
    Gzip,

    /// <summary>RFC 1950.</summary>
    Zlib,

    /// <summary>RFC 1951 without anything around it.</summary>
    Deflate,

    /// <summary>RFC 8878, one frame, without a dictionary.</summary>
    Zstd,

    /// <summary>RFC 4648, with padding; white space is passed over, as MySQL's TO_BASE64 breaks lines.</summary>
    Base64,

    /// <summary>Two hexadecimal digits a byte, upper or lower case.</summary>
    Hex,
}
