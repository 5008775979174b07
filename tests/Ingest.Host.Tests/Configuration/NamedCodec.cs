using Ingest.Codec;
using Ingest.Codec.Columns;

namespace Ingest.Host.Tests.Configuration;

/// <summary>The one codec of this assembly; its decoder's version is the setting "speed".</summary>
public sealed class NamedCodec : IPayloadCodec
{
    public IPayloadDecoder Create(IReadOnlyList<Channel> channels, IReadOnlyDictionary<string, string> settings, PayloadLimits limits) =>
        settings.TryGetValue("speed", out string? speed)
            ? new Decoder(channels, int.Parse(speed, System.Globalization.CultureInfo.InvariantCulture))
            : throw new DecoderException("the speed is missing, expected a number");

    private sealed class Decoder(IReadOnlyList<Channel> channels, int version) : IPayloadDecoder
    {
        public string Codec => "named";

        public int Version => version;

        public IReadOnlyList<Channel> Channels => channels;

        public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples) => 0;
    }
}
