using Ingest.Codec.Columns;

namespace Ingest.Codec.Layout;

/// <summary>One payload on its way through a layout: where reading stands, and what earlier fields said. Never reads what is not
/// there.</summary>
internal ref struct LayoutRun
{
    /// <summary>The row's own time, in microseconds since 1970; null where it has none.</summary>
    public long? RowTime;

    /// <summary>Rows that the lists of the records which are being read gave; -1: there was no list yet.</summary>
    public int Rows;

    /// <summary>The number that chose the encoding of the list that is being read: the width of packed integers.</summary>
    public long Choice;

    private readonly ReadOnlySpan<byte> _payload;
    private readonly ReadOnlySpan<ColumnBuffer> _channels;
    private readonly int _rowsMax;
    private int _records;

    public LayoutRun(ReadOnlySpan<byte> payload, Span<long> slots, SampleColumns samples, PayloadLimits limits, int rowsMax)
    {
        _payload = payload;
        _channels = samples.Buffers;
        _rowsMax = rowsMax;
        End = payload.Length;
        Slots = slots;
        Samples = samples;
        Limits = limits;
        RowTime = samples.RowTime;
        Rows = -1;
    }

    /// <summary>The values of fields that others refer to.</summary>
    public Span<long> Slots { get; }

    public SampleColumns Samples { get; }

    public PayloadLimits Limits { get; }

    /// <summary>The whole payload.</summary>
    public readonly ReadOnlySpan<byte> Payload => _payload;

    /// <summary>Bytes of the texts and byte strings that have become rows.</summary>
    public long StringBytes { get; set; }

    /// <summary>Bytes from the payload's start.</summary>
    public int Offset { get; set; }

    /// <summary>Where reading ends for now: what a list without a count leaves for the fields after it.</summary>
    public int End { get; set; }

    public readonly int Remaining => End - Offset;

    public readonly ReadOnlySpan<byte> Window => _payload[Offset..End];

    /// <param name="channel">Its position; -1: the samples' time.</param>
    public readonly ColumnBuffer Column(int channel) => channel < 0 ? Samples.Time : _channels[channel];

    /// <summary>The next bytes, which are passed.</summary>
    public ReadOnlySpan<byte> Take(int count, string field)
    {
        Require(count, field);
        ReadOnlySpan<byte> bytes = _payload.Slice(Offset, count);
        Offset += count;
        return bytes;
    }

    /// <summary>The next bytes, which are passed if they are there.</summary>
    public bool TryTake(int count, out ReadOnlySpan<byte> bytes)
    {
        if (count > End - Offset)
        {
            bytes = default;
            return false;
        }

        bytes = _payload.Slice(Offset, count);
        Offset += count;
        return true;
    }

    public readonly void Require(long count, string field)
    {
        if (count > End - Offset)
        {
            throw Cut(count, field);
        }
    }

    // Sentences are made elsewhere, so that what is read in every field is small enough to be part of what reads it.
    private readonly PayloadException Cut(long count, string field) =>
        new($"{field} is cut: bytes needed {count}, left {Remaining}", Offset);

    private readonly PayloadException Uneven(int rows, int offset) =>
        new($"a list has {rows} samples, the one before it {Rows}", offset);

    private readonly PayloadException TooMany(int rows) => new(
        $"payload has {rows} samples of {Samples.Channels.Count} channels, expected at most {Limits.Samples} samples and "
        + $"{Limits.Points} values",
        Offset);

    /// <summary>All lists of one record are columns of the same rows.</summary>
    public void AddRows(int rows, int offset)
    {
        if (Rows >= 0 && Rows != rows)
        {
            throw Uneven(rows, offset);
        }

        Rows = rows;
    }

    /// <summary>Another record that has lists; also where it gives no row, it takes its time.</summary>
    /// <exception cref="PayloadException">There are more than a payload may have samples.</exception>
    public void CountRecord()
    {
        if (++_records > Limits.Samples)
        {
            throw new PayloadException($"payload has more than {Limits.Samples} records with lists in them", Offset);
        }
    }

    /// <summary>What is kept of records until they become rows: of columns that several cases give, more than there are values.</summary>
    /// <exception cref="PayloadException">It is more than twice the values that a payload may have.</exception>
    public readonly int CheckNumbers(long numbers) => numbers <= 2L * Limits.Points
        ? (int)numbers
        : throw new PayloadException($"payload has {numbers} numbers, expected at most {2L * Limits.Points}", Offset);

    /// <summary>Texts and byte strings that become rows: what stands beside a list becomes many.</summary>
    /// <exception cref="PayloadException">There are more bytes than a payload may have.</exception>
    public void AddStringBytes(long bytes)
    {
        if (!TryAddStringBytes(bytes))
        {
            throw new PayloadException($"the texts of all samples have {StringBytes + bytes} bytes, expected at most {Limits.Bytes}", Offset);
        }
    }

    /// <returns>Whether a payload may have as many; where it may not, they are not counted.</returns>
    public bool TryAddStringBytes(long bytes)
    {
        if (StringBytes + bytes > Limits.Bytes)
        {
            return false;
        }

        StringBytes += bytes;
        return true;
    }

    /// <exception cref="PayloadException">There are more than a payload may have.</exception>
    public readonly int CheckRows(int rows)
    {
        if (rows > _rowsMax)
        {
            throw TooMany(rows);
        }

        return rows;
    }
}
