using Ingest.Codec.Columns;

namespace Ingest.Codec;

/// <summary>
/// Turns one source row's payload into samples. Stateless and thread-safe: many pages are decoded at once, each into
/// columns of its own. One that holds something (a program that runs) is <see cref="IDisposable"/> as well.
/// </summary>
public interface IPayloadDecoder
{
    /// <summary>The codec's name in the configuration.</summary>
    string Codec { get; }

    /// <summary>Raised whenever the same payload gives other values than before; part of the decoder hash.</summary>
    int Version { get; }

    /// <summary>What else decides the values beside name, version and channels: the hash of a description or of a program's
    /// files. Part of the decoder hash; empty when there is nothing.</summary>
    string Definition => "";

    /// <summary>Whether payloads may have times that count from their row's own (<see cref="SampleColumns.RowTime"/>).</summary>
    bool NeedsRowTime => false;

    /// <summary>The channels, in the order of the columns that are appended to.</summary>
    IReadOnlyList<Channel> Channels { get; }

    /// <summary>Appends all samples of one payload, in its order, to every column.</summary>
    /// <returns>The number of samples appended.</returns>
    /// <exception cref="PayloadException">The payload cannot be decoded; the columns are as they were before.</exception>
    int Decode(ReadOnlySpan<byte> payload, SampleColumns samples);
}
