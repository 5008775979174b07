namespace Ingest.Codec.Documents;

/// <summary>How a document is encoded.</summary>
public enum DocumentFormat
{
    /// <summary>RFC 8259.</summary>
    Json,

    /// <summary>RFC 8949.</summary>
    Cbor,

    /// <summary>github.com/msgpack/msgpack, <c>spec.md</c>.</summary>
    MessagePack,
}
