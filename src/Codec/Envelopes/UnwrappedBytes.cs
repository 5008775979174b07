using System.Buffers;

namespace Ingest.Codec.Envelopes;

/// <summary>What is taken out of an envelope: rented bytes that grow by doubling, and never beyond a limit.</summary>
internal sealed class UnwrappedBytes : IDisposable
{
    // Longer arrays go back between payloads: a rare one would be kept for good.
    private const int KeptBytesMax = 1 << 20;
    private const int BytesMin = 1 << 10;

    private byte[] _bytes = [];
    private string _name = "";

    public int Count { get; private set; }

    /// <summary>The most bytes that may come.</summary>
    public int Limit { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

    /// <summary>Forgets what there was.</summary>
    /// <param name="name">The envelope's name.</param>
    /// <param name="limit">The most bytes that may come.</param>
    public void Begin(string name, int limit)
    {
        Count = 0;
        _name = name;
        Limit = limit;
    }

    /// <summary>Room for at least one byte more than there is; as much as there is without renting where that is some.</summary>
    /// <exception cref="PayloadException">The limit is reached.</exception>
    public Span<byte> Free(int offset)
    {
        // One byte beyond the limit tells whether there is more.
        int most = (int)Math.Min(Limit + 1L, Array.MaxLength);
        if (Count == Math.Min(_bytes.Length, most))
        {
            if (Count >= most)
            {
                throw TooMuch(offset);
            }

            Grow((int)Math.Min(Math.Max(2L * Count, BytesMin), most));
        }

        return _bytes.AsSpan(Count, Math.Min(_bytes.Length, most) - Count);
    }

    /// <summary>Room for exactly that many bytes, all there will be.</summary>
    /// <exception cref="PayloadException">That is more than the limit.</exception>
    public Span<byte> Exactly(long count, int offset)
    {
        if (count > Limit)
        {
            throw TooMuch(offset);
        }

        Grow((int)count);
        return _bytes.AsSpan(0, (int)count);
    }

    /// <summary>Says that bytes of the room are written.</summary>
    /// <exception cref="PayloadException">They are more than the limit.</exception>
    public void Advance(int count, int offset)
    {
        Count += count;
        if (Count > Limit)
        {
            throw TooMuch(offset);
        }
    }

    /// <summary>Between payloads.</summary>
    public void Rest()
    {
        Count = 0;
        if (_bytes.Length > KeptBytesMax)
        {
            Dispose();
        }
    }

    public PayloadException TooMuch(int offset) => new($"{_name} envelope holds more than {Limit} bytes, the most that is allowed for it", offset);

    public void Dispose()
    {
        if (_bytes.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    private void Grow(int needed)
    {
        if (needed <= _bytes.Length)
        {
            return;
        }

        byte[] longer = ArrayPool<byte>.Shared.Rent(needed);
        Written.CopyTo(longer);
        Dispose();
        _bytes = longer;
    }
}
