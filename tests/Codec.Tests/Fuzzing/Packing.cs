using System.IO.Compression;
using System.Text;
using Ingest.Codec.Envelopes;
using ZstdSharp;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>Puts bytes into an envelope.</summary>
internal static class Packing
{
    public static byte[] Of(Envelope envelope, byte[] content)
    {
        switch (envelope)
        {
            case Envelope.Base64:
                return Encoding.ASCII.GetBytes(Convert.ToBase64String(content));
            case Envelope.Hex:
                return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(content));
            case Envelope.Zstd:
                using (var compressor = new Compressor())
                {
                    return compressor.Wrap(content).ToArray();
                }

            default:
                using (var output = new MemoryStream())
                {
                    using (Stream packer = Packer(envelope, output))
                    {
                        packer.Write(content);
                    }

                    return output.ToArray();
                }
        }
    }

    private static Stream Packer(Envelope envelope, Stream output) => envelope switch
    {
        Envelope.Gzip => new GZipStream(output, CompressionLevel.Fastest),
        Envelope.Zlib => new ZLibStream(output, CompressionLevel.Fastest),
        _ => new DeflateStream(output, CompressionLevel.Fastest),
    };
}
