using Ingest.Codec.Columns;

namespace Ingest.Codec.Protobuf;

/// <summary>Reads one payload by a plan: goes over the message for what is wanted of itself, then once more for its samples, as its fields
/// come in any order.</summary>
internal ref partial struct ProtobufRun(
    ProtobufPlan plan, PayloadLimits limits, ReadOnlySpan<byte> payload, Span<Slot> slots, SampleColumns samples)
{
    private readonly ReadOnlySpan<byte> _payload = payload;
    private readonly Span<Slot> _slots = slots;
    private readonly int _before = samples.Count;
    private readonly int _rowsMax = Math.Min(limits.Samples, limits.Points / plan.Columns.Length);

    // A long text beside the samples would become one at each of them.
    private long _textBytesLeft = limits.Bytes;

    // Messages whose lists are empty give no rows, but take their time.
    private int _messagesLeft = limits.Samples;

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
        // They come and go together: a message that comes again has them already.
        if (message.Defaults.Count != 0 && !_slots[message.Defaults[0]].HasValue)
        {
            foreach (int slot in message.Defaults)
            {
                _slots[slot].HasValue = true;
            }
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
}
