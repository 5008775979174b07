using System.Buffers;
using System.Buffers.Text;

namespace Ingest.Codec.Envelopes;

/// <summary>Base64 as of RFC 4648.</summary>
internal sealed class Base64Unwrapper() : Unwrapper("base64")
{
    /// <inheritdoc/>
    public override void Unwrap(ReadOnlySpan<byte> input, UnwrappedBytes output)
    {
        Span<byte> room = output.Exactly(Base64.GetMaxDecodedFromUtf8Length(input.Length), 0);
        if (Base64.DecodeFromUtf8(input, room, out int consumed, out int written) != OperationStatus.Done)
        {
            throw Refused("has a group that is not four characters of Base64, the last padded with =", consumed);
        }

        output.Advance(written, 0);
    }
}

/// <summary>Hexadecimal digits.</summary>
internal sealed class HexUnwrapper() : Unwrapper("hex")
{
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <inheritdoc/>
    public override void Unwrap(ReadOnlySpan<byte> input, UnwrappedBytes output)
    {
        Span<byte> room = output.Exactly(input.Length / 2, 0);
        switch (Convert.FromHexString(input, room, out _, out int written))
        {
            case OperationStatus.Done:
                output.Advance(written, 0);
                break;
            case OperationStatus.NeedMoreData:
                throw Truncated(input.Length);
            default:
                // Where both of a pair are none, the converter points to the second.
                throw Refused("has a character that is no hexadecimal digit", input.IndexOfAnyExcept(Digits));
        }
    }
}
