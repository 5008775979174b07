using System.Buffers.Binary;
using System.IO.Hashing;

namespace Ingest.Codec.Envelopes;

/// <summary>Zlib as of RFC 1950: a head of two bytes, deflate, Adler-32.</summary>
internal sealed class ZlibUnwrapper() : DeflateUnwrapper("zlib")
{
    private const int HeadBytes = 2;
    private const int Deflate = 8;
    private const int WindowMax = 7;
    private const int HasDictionary = 0x20;

    /// <inheritdoc/>
    public override void Unwrap(ReadOnlySpan<byte> input, UnwrappedBytes output)
    {
        if (input.Length < HeadBytes)
        {
            throw Truncated(input.Length);
        }

        if ((input[0] & 0x0f) != Deflate || input[0] >> 4 > WindowMax || ((input[0] << 8) | input[1]) % 31 != 0)
        {
            throw Refused($"begins with {Convert.ToHexStringLower(input[..HeadBytes])}, which is no head of zlib such as 789c", 0);
        }

        if ((input[1] & HasDictionary) != 0)
        {
            throw Refused("needs a dictionary, expected none", 1);
        }

        Inflate(input, HeadBytes, sizeof(uint), output);
        uint expected = BinaryPrimitives.ReadUInt32BigEndian(input[^sizeof(uint)..]);
        uint actual = Adler32.HashToUInt32(output.Written);
        if (actual != expected)
        {
            throw Refused($"holds bytes whose checksum is {actual:x8}, expected {expected:x8}", input.Length - sizeof(uint));
        }
    }
}
