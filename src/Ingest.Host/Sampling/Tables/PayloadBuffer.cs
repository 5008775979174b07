using Ingest.Codec.SensorPack;

namespace Ingest.Host.Sampling.Tables;

/// <summary>Encodes bursts into one buffer, again and again.</summary>
internal sealed class PayloadBuffer
{
    private byte[] _bytes = [];

    /// <summary>A burst's payload, valid until the next is encoded.</summary>
    public ReadOnlySpan<byte> Encode(Burst burst)
    {
        int most = SensorPackEncoder.BytesMax(burst.Count, burst.Channels);
        if (_bytes.Length < most)
        {
            _bytes = new byte[most];
        }

        return _bytes.AsSpan(0, SensorPackEncoder.Encode(burst.Times, burst.Values, burst.Nulls, _bytes));
    }
}
