using Ingest.Codec.Columns;

namespace Ingest.Codec.Protobuf;

/// <summary>Reads one payload by a plan: goes over the message for what is wanted of itself, then once more for its samples, as its fields
/// come in any order.</summary>
internal ref struct ProtobufRun(
    ProtobufPlan plan, PayloadLimits limits, ReadOnlySpan<byte> payload, Span<Slot> slots, SampleColumns samples)
{
    private readonly ReadOnlySpan<byte> _payload = payload;
    private readonly Span<Slot> _slots = slots;
    private readonly int _before = samples.Count;
    private readonly int _rowsMax = Math.Min(limits.Samples, limits.Points / plan.Columns.Length);

    // A long text beside the samples would become one at each of them.
    private long _textBytesLeft = limits.Bytes;

    public void Read()
    {
        var message = new WireReader(_payload, 0, _payload.Length);
        if (plan.Samples is not { } way)
        {
            Sample(plan.Sample, message);
            return;
        }

        if (plan.Whole is { Fields.Count: > 0 } whole)
        {
            Walk(whole, message);
        }

        Walk(way, message);
    }

    private void Walk(MessagePlan message, WireReader reader)
    {
        foreach (int slot in message.Defaults)
        {
            _slots[slot].HasValue = true;
        }

        while (reader.TryTag(out int number, out WireType type))
        {
            if (!message.Fields.TryGetValue(number, out FieldPlan? field) || !Field(field, type, ref reader))
            {
                reader.Skip(number, type, limits.Depth);
            }
        }
    }

    /// <summary>Reads a field's data.</summary>
    /// <returns>Whether they are stored as its type is; others are passed over, as all parsers do.</returns>
    private bool Field(FieldPlan field, WireType type, ref WireReader reader)
    {
        if (type != field.Wire && !(field.IsPackable && type == WireType.Bytes))
        {
            return false;
        }

        foreach (int slot in field.Cleared)
        {
            _slots[slot] = default;
        }

        if (type != field.Wire)
        {
            WireReader packed = reader.Part();
            while (!packed.IsAtEnd)
            {
                Append(field, Slot.Scalar(field.Type, ref packed));
            }
        }
        else if (field.Message is not null || PlanBuilder.IsTimestamp(field.Field))
        {
            Message(field, reader.Part());
        }
        else if (field.Slots.Count + field.Lists.Count == 0)
        {
            return false;
        }
        else
        {
            Append(field, Slot.Scalar(field.Type, ref reader));
        }

        return true;
    }

    private void Message(FieldPlan field, WireReader message)
    {
        if (field.Slots.Count != 0)
        {
            Keep(field, Slot.Timestamp(message, limits.Depth));
        }

        if (field.IsSamples)
        {
            Sample(field.Message!, message);
        }
        else if (field.Message is not null)
        {
            Walk(field.Message, message);
        }
    }

    private readonly void Keep(FieldPlan field, in Slot value)
    {
        foreach (int slot in field.Slots)
        {
            _slots[slot] = value;
        }
    }

    private void Append(FieldPlan field, in Slot value)
    {
        Keep(field, value);
        foreach (int list in field.Lists)
        {
            if (list == plan.Columns.Length)
            {
                CheckRows(samples.Time.Count + 1, value.Offset);
                samples.Time.Append(plan.Time!.Micros(_payload, value, value.Offset));
            }
            else
            {
                CheckRows(samples.Channels[list].Count + 1, value.Offset);
                Append(list, value);
            }
        }
    }

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
