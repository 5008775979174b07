namespace Ingest.Codec.Documents.Samples;

/// <summary>Bounds what is written once in a payload and repeated to many samples: it may grow to as much as a payload may be.</summary>
internal ref struct Repetition(PayloadLimits limits)
{
    private long _bytes;

    /// <param name="bytes">How long it is.</param>
    /// <param name="times">How often it is repeated.</param>
    /// <param name="offset">Where it is in the payload, in bytes.</param>
    /// <exception cref="PayloadException">All that is repeated has more bytes than a payload may have.</exception>
    public void Add(int bytes, int times, int offset)
    {
        _bytes += (long)bytes * times;
        if (_bytes > limits.Bytes)
        {
            throw new PayloadException(
                $"what is repeated to all samples has {_bytes} bytes in all, expected at most {limits.Bytes}", offset);
        }
    }
}
