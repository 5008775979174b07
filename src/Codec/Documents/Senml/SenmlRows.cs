using System.Buffers;
using Ingest.Codec.Documents.Tokens;

namespace Ingest.Codec.Documents.Senml;

/// <summary>Rows that are filled as records come: which value, and which base value, each channel has at each time.</summary>
internal ref struct SenmlRows
{
    private const int RowsFirst = 16;
    private const long Empty = -1;

    private readonly PayloadLimits _limits;
    private readonly int _channels;
    private TimeRows _index = new();
    private long[] _times;
    private long[] _cells;

    public SenmlRows(int channels, PayloadLimits limits)
    {
        _channels = channels;
        _limits = limits;
        _times = ArrayPool<long>.Shared.Rent(RowsFirst);
        _cells = ArrayPool<long>.Shared.Rent(RowsFirst * channels);
    }

    public int Count { get; private set; }

    /// <summary>The time of each row, in the order in which they first came.</summary>
    public readonly ReadOnlySpan<long> Times => _times.AsSpan(0, Count);

    /// <returns>The tokens of a value and its base; -1 where there is none.</returns>
    public readonly (int Value, int Base) this[int row, int channel]
    {
        get
        {
            long cell = _cells[(row * _channels) + channel];
            return ((int)cell, (int)(cell >> 32));
        }
    }

    /// <summary>Puts a value into its time's row. The second value of one time and channel begins another row of that time.</summary>
    public void Put(long time, int channel, int value, int baseValue, int offset)
    {
        int row = Count > 0 && _times[Count - 1] == time ? Count - 1 : _index.Find(time, Times);
        if (row < 0 || _cells[(row * _channels) + channel] != Empty)
        {
            row = Add(time, offset);
        }

        _cells[(row * _channels) + channel] = Token.Halves(value, baseValue);
    }

    public readonly void Dispose()
    {
        _index.Dispose();
        ArrayPool<long>.Shared.Return(_times);
        ArrayPool<long>.Shared.Return(_cells);
    }

    private int Add(long time, int offset)
    {
        if (Count == _limits.Samples || (Count + 1L) * _channels > _limits.Points)
        {
            throw new PayloadException(
                $"payload has more than {Count} samples of {_channels} channels, expected at most {_limits.Samples} samples and "
                + $"{_limits.Points} values",
                offset);
        }

        Grow(ref _times, Count, Count + 1);
        Grow(ref _cells, Count * _channels, (Count + 1) * _channels);
        _cells.AsSpan(Count * _channels, _channels).Fill(Empty);
        _times[Count++] = time;
        _index.Set(Count - 1, Times);
        return Count - 1;
    }

    private static void Grow(ref long[] array, int used, int needed)
    {
        if (needed <= array.Length)
        {
            return;
        }

        long[] longer = ArrayPool<long>.Shared.Rent(Math.Max(needed, 2 * used));
        array.AsSpan(0, used).CopyTo(longer);
        ArrayPool<long>.Shared.Return(array);
        array = longer;
    }
}
