using Ingest.Codec.Columns;

namespace Ingest.Codec.Protobuf;

/// <content>What was read becomes rows.</content>
internal ref partial struct ProtobufRun
{
    private void Append(int column, in Slot value)
    {
        ColumnBuffer buffer = samples.Channels[column];
        if (buffer is not BytesColumn bytes)
        {
            plan.Columns[column].Append(_payload, value, buffer);
            return;
        }

        int before = bytes.ByteCount;
        plan.Columns[column].Append(_payload, value, buffer);
        _textBytesLeft -= bytes.ByteCount - before;
        if (_textBytesLeft < 0)
        {
            throw new PayloadException($"samples have more than {limits.Bytes} bytes of text and bytes", value.Offset);
        }
    }

    private void Sample(MessagePlan sample, WireReader message)
    {
        if (_messagesLeft-- == 0)
        {
            throw new PayloadException($"message has more than {limits.Samples} messages of samples", message.Offset);
        }

        foreach (int slot in plan.SampleSlots)
        {
            _slots[slot] = default;
        }

        // Between samples all columns are of the same length; the lists of one are appended while it is read.
        int before = samples.Count;
        int offset = message.Offset;
        Walk(sample, message);
        int rows = plan.IsLists ? Rows(before, offset) : 1;
        CheckRows(before + rows, offset);
        for (int i = 0; i < plan.Columns.Length; i++)
        {
            Fill(i, rows);
        }

        FillTimes(rows, offset);
    }

    /// <summary>Values of each list, which are as many.</summary>
    private readonly int Rows(int before, int offset)
    {
        int rows = plan.Time is { IsList: true } ? samples.Time.Count - before : -1;
        for (int i = 0; i < plan.Columns.Length; i++)
        {
            if (!plan.Columns[i].IsList)
            {
                continue;
            }

            int count = samples.Channels[i].Count - before;
            if (rows >= 0 && count != rows)
            {
                throw new PayloadException($"lists have {rows} and {count} values, expected as many in each", offset);
            }

            rows = count;
        }

        return rows;
    }

    private void Fill(int column, int rows)
    {
        if (plan.Columns[column].IsList)
        {
            return;
        }

        if (!_slots[column].HasValue)
        {
            samples.Channels[column].AppendNulls(rows);
            return;
        }

        for (int row = 0; row < rows; row++)
        {
            Append(column, _slots[column]);
        }
    }

    private readonly void FillTimes(int rows, int offset)
    {
        if (plan.Time is { IsList: true } || rows == 0)
        {
            return;
        }

        long micros = plan.Time?.Micros(_payload, _slots[plan.Columns.Length], offset)
            ?? samples.RowTime ?? throw new PayloadException("the message has no time, and the row has none", offset);
        samples.Time.AppendUninitialized(rows).Fill(micros);
    }

    private readonly void CheckRows(int count, int offset)
    {
        if (count - _before > _rowsMax)
        {
            throw new PayloadException($"message has more than {_rowsMax} samples of {plan.Columns.Length} channels", offset);
        }
    }
}
