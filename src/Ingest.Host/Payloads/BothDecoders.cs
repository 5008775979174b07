using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Columns;

namespace Ingest.Host.Payloads;

/// <summary>Asks a page for what either of two decoders needs of its rows. Decodes nothing itself.</summary>
internal sealed class BothDecoders(IPayloadDecoder first, IPayloadDecoder second) : IPayloadDecoder
{
    /// <inheritdoc/>
    public string Codec => "both";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public bool NeedsRowTime => first.NeedsRowTime || second.NeedsRowTime;

    /// <inheritdoc/>
    public IReadOnlyList<Channel> Channels => [];

    /// <exception cref="IngestException">They need two columns that say the version.</exception>
    public static PayloadSpec Of(PayloadSpec first, PayloadSpec second) =>
        first.VersionColumn is { } one && second.VersionColumn is { } other && one != other
            ? throw IngestException.Permanent($"A takes its version from {one} and B from {other}; compare them one after the other with a third.")
            : new PayloadSpec(first.Column, new BothDecoders(first.Decoder, second.Decoder), first.VersionColumn ?? second.VersionColumn);

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples) => throw new NotSupportedException();
}
