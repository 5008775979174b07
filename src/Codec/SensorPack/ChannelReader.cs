using System.Numerics;
using System.Runtime.CompilerServices;
using Ingest.Codec.Columns;

namespace Ingest.Codec.SensorPack;

/// <summary>
/// Reads one channel of a payload: which samples have a value, the first value, and the deltas of the others. Sums
/// wrap; every value must have no more digits than the channel's precision.
/// </summary>
internal sealed class ChannelReader
{
    private readonly Channel _channel;
    private readonly bool _isNarrow;
    private readonly long _limit;
    private readonly string _presence;
    private readonly string _bitmap;
    private readonly string _first;

    public ChannelReader(Channel channel)
    {
        _channel = channel;
        _isNarrow = channel.Type.Storage == ColumnStorage.Int32;
        _limit = 1;
        for (int digit = 0; digit < channel.Precision; digit++)
        {
            _limit *= 10;
        }

        _limit--;
        _presence = $"the presence of channel {channel.Name}";
        _bitmap = $"the bitmap of channel {channel.Name}";
        _first = $"the first value of channel {channel.Name}";
    }

    /// <summary>Appends one row a sample.</summary>
    /// <exception cref="PayloadException">The channel is malformed; rows may have been appended.</exception>
    /// <exception cref="ArgumentException">The column is not of the channel's type.</exception>
    public void Read(ref PayloadReader reader, int samples, ColumnBuffer column, scoped Span<ulong> scratch)
    {
        if (_isNarrow)
        {
            ReadInto(ref reader, samples, Typed<int>(column), scratch);
        }
        else
        {
            ReadInto(ref reader, samples, Typed<long>(column), scratch);
        }
    }

    private void ReadInto<T>(ref PayloadReader reader, int samples, FixedColumn<T> column, scoped Span<ulong> scratch)
        where T : unmanaged, IBinaryInteger<T>
    {
        byte presence = reader.ReadByte(_presence);
        switch (presence)
        {
            case SensorPackFormat.AllPresent when samples == 1:
                column.Append(T.CreateTruncating(ReadFirst(ref reader)));
                break;
            case SensorPackFormat.AllPresent:
                long first = ReadFirst(ref reader);
                IntegerBlock deltas = IntegerBlock.Open(ref reader, samples - 1);
                ReadValues(ref reader, first, deltas, column.AppendUninitialized(samples), scratch);
                break;
            case SensorPackFormat.NonePresent:
                column.AppendNulls(samples);
                break;
            case SensorPackFormat.SomePresent:
                ReadSome(ref reader, samples, column, scratch);
                break;
            default:
                throw Malformed.Presence(_channel.Name, presence, reader.Offset - 1);
        }
    }

    /// <summary>Reads the present values one after another, then moves them to their rows from the last one on.</summary>
    private void ReadSome<T>(ref PayloadReader reader, int samples, FixedColumn<T> column, scoped Span<ulong> scratch)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<byte> bitmap = reader.ReadBytes(SensorPackFormat.BitmapBytes(samples), _bitmap);
        int present = CountPresent(bitmap, samples, reader.Offset - bitmap.Length);
        long first = ReadFirst(ref reader);
        IntegerBlock deltas = IntegerBlock.Open(ref reader, present - 1);
        int start = column.Count;
        Span<T> rows = column.AppendUninitialized(samples);
        ReadValues(ref reader, first, deltas, rows[..present], scratch);
        for (int row = samples - 1; row >= present; row--)
        {
            if ((bitmap[row >> 3] & (1 << (row & 7))) != 0)
            {
                rows[row] = rows[--present];
            }
            else
            {
                column.SetNull(start + row);
            }
        }
    }

    private long ReadFirst(ref PayloadReader reader)
    {
        int offset = reader.Offset;
        long value = reader.ReadZigZag(_first);
        return HasTooManyDigits(value)
            ? throw Malformed.Digits(_channel.Name, value, _channel.Precision, offset)
            : value;
    }

    private void ReadValues<T>(
        ref PayloadReader reader, long value, IntegerBlock block, Span<T> values, scoped Span<ulong> scratch)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (block.IsZero)
        {
            values.Fill(T.CreateTruncating(value));
            return;
        }

        values[0] = T.CreateTruncating(value);
        values = values[1..];
        for (int start = 0; start < values.Length; start += block.ChunkValues)
        {
            Span<ulong> deltas = scratch[..Math.Min(block.ChunkValues, values.Length - start)];
            Span<T> target = values.Slice(start, deltas.Length);
            block.Read(ref reader, deltas);
            for (int i = 0; i < deltas.Length; i++)
            {
                value += ZigZag.Decode(deltas[i]);
                if (HasTooManyDigits(value))
                {
                    int at = block.OffsetOf(start + i, reader.Payload);
                    throw Malformed.Digits(_channel.Name, value, _channel.Precision, at);
                }

                target[i] = T.CreateTruncating(value);
            }
        }
    }

    private int CountPresent(ReadOnlySpan<byte> bitmap, int samples, int offset)
    {
        if ((samples & 7) != 0 && bitmap[^1] >> (samples & 7) != 0)
        {
            throw Malformed.Padding(_bitmap, offset + bitmap.Length - 1);
        }

        int present = 0;
        foreach (byte eight in bitmap)
        {
            present += BitOperations.PopCount(eight);
        }

        return present > 0 && present < samples
            ? present
            : throw Malformed.Bitmap(_channel.Name, present, samples, offset);
    }

    private FixedColumn<T> Typed<T>(ColumnBuffer column)
        where T : unmanaged =>
        column as FixedColumn<T>
        ?? throw new ArgumentException(
            $"The column of channel {_channel.Name} is not one of {typeof(T).Name}.", nameof(column));

    /// <summary>One comparison for both signs: -limit to limit is moved to 0 to 2 * limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasTooManyDigits(long value) => (ulong)(value + _limit) > (ulong)(2 * _limit);
}
