using System.Buffers.Text;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Codec.Envelopes;

namespace Ingest.Host.Init.Payloads;

/// <summary>What payloads are packed in, by the bytes that every one of them begins with or is made of.</summary>
internal static class EnvelopeSniffer
{
    private const int LayersMax = 3;
    private const int TextLeast = 8;

    /// <returns>The envelopes, the outermost first, and what is in them.</returns>
    public static (IReadOnlyList<string> Envelopes, IReadOnlyList<byte[]> Inner) Open(IReadOnlyList<byte[]> payloads)
    {
        List<string> names = [];
        IReadOnlyList<byte[]> inner = payloads;
        while (names.Count < LayersMax && Of(inner) is { } envelope && Unwrapped(inner, envelope) is { } content)
        {
            names.Add(envelope.ToString().ToLowerInvariant());
            inner = content;
        }

        return (names, inner);
    }

    private static Envelope? Of(IReadOnlyList<byte[]> payloads)
    {
        foreach ((Envelope envelope, Func<byte[], bool> fits) in new (Envelope, Func<byte[], bool>)[]
        {
            (Envelope.Gzip, payload => payload.AsSpan().StartsWith<byte>([0x1f, 0x8b, 0x08])),
            (Envelope.Zstd, payload => payload.AsSpan().StartsWith<byte>([0x28, 0xb5, 0x2f, 0xfd])),
            (Envelope.Zlib, payload => payload.Length > 2 && payload[0] == 0x78 && ((payload[0] << 8) | payload[1]) % 31 == 0),
            (Envelope.Hex, payload => payload.Length >= TextLeast && payload.Length % 2 == 0 && payload.All(letter => char.IsAsciiHexDigit((char)letter))),
            (Envelope.Base64, payload => payload.Length >= TextLeast && Base64.IsValid(payload)),
        })
        {
            if (payloads.Count != 0 && payloads.All(fits))
            {
                return envelope;
            }
        }

        return null;
    }

    /// <returns>Null where one of them is none: then its first bytes only looked like it.</returns>
    private static List<byte[]>? Unwrapped(IReadOnlyList<byte[]> payloads, Envelope envelope)
    {
        var inner = new Keeper();
        using var decoder = new EnvelopeDecoder([envelope], inner, PayloadLimits.Default);
        var samples = new SampleColumns(new FixedColumn<long>(ColumnType.TimestampMicros), []);
        try
        {
            foreach (byte[] payload in payloads)
            {
                decoder.Decode(payload, samples);
            }

            return inner.Payloads;
        }
        catch (PayloadException)
        {
            return null;
        }
    }

    /// <summary>Keeps what it is asked to decode.</summary>
    private sealed class Keeper : IPayloadDecoder
    {
        public List<byte[]> Payloads { get; } = [];

        public string Codec => "none";

        public int Version => 1;

        public IReadOnlyList<Channel> Channels => [];

        public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
        {
            Payloads.Add(payload.ToArray());
            return 0;
        }
    }
}
