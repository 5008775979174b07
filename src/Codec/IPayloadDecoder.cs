using Ingest.Codec.Columns;

namespace Ingest.Codec;

/// <summary>
/// Turns one source row's payload into samples. Stateless and thread-safe: many pages are decoded at once, each into
/// columns of its own.
/// </summary>
public interface IPayloadDecoder
{
    /// <summary>The codec's name in the configuration.</summary>
    string Codec { get; }

    /// <summary>Raised whenever the same payload gives other values than before; part of the decoder hash.</summary>
    int Version { get; }

    /// <summary>The channels, in the order of the columns that are appended to.</summary>
    IReadOnlyList<Channel> Channels { get; }

    /// <summary>Appends all samples of one payload, in its order, to every column.</summary>
    /// <returns>The number of samples appended.</returns>
    /// <exception cref="PayloadException">The payload cannot be decoded; the columns are as they were before.</exception>
    int Decode(ReadOnlySpan<byte> payload, SampleColumns samples);
}
