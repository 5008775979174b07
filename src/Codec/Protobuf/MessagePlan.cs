using Google.Protobuf.Reflection;

namespace Ingest.Codec.Protobuf;

/// <summary>What is wanted of a message's fields. Made by <see cref="PlanBuilder"/>, and not changed afterwards.</summary>
internal sealed class MessagePlan(MessageDescriptor type)
{
    public MessageDescriptor Type { get; } = type;

    /// <summary>By number; also those that only clear the others of their oneof.</summary>
    public Dictionary<int, FieldPlan> Fields { get; } = [];

    /// <summary>Slots of its own fields that have no presence: where the message is, they have their default.</summary>
    public List<int> Defaults { get; } = [];

    /// <summary>All slots of it and of the messages in it.</summary>
    public IEnumerable<int> AllSlots => Fields.Values.SelectMany(plan => plan.AllSlots);

    /// <summary>The plan of a field, which is made where there is none.</summary>
    public FieldPlan Field(FieldDescriptor field)
    {
        if (!Fields.TryGetValue(field.FieldNumber, out FieldPlan? plan))
        {
            Fields.Add(field.FieldNumber, plan = new FieldPlan(field));
        }

        return plan;
    }
}

/// <summary>What is wanted of a field.</summary>
internal sealed class FieldPlan(FieldDescriptor field)
{
    public FieldDescriptor Field { get; } = field;

    public FieldType Type { get; } = field.FieldType;

    /// <summary>How one value of it is stored.</summary>
    public WireType Wire { get; } = Slot.WireTypeOf(field.FieldType);

    /// <summary>Whether it may be stored as many values in one.</summary>
    public bool IsPackable { get; } = field.IsRepeated
        && field.FieldType is not (FieldType.String or FieldType.Bytes or FieldType.Message or FieldType.Group);

    /// <summary>Slots that take its value.</summary>
    public List<int> Slots { get; } = [];

    /// <summary>Columns that each of its values goes to.</summary>
    public List<int> Lists { get; } = [];

    /// <summary>Slots that its value empties: those of the others in its oneof.</summary>
    public List<int> Cleared { get; } = [];

    /// <summary>What is wanted of the message that it is.</summary>
    public MessagePlan? Message { get; set; }

    /// <summary>Whether each message that it is is a sample.</summary>
    public bool IsSamples { get; set; }

    public IEnumerable<int> AllSlots => Slots.Concat(Message is { } message && !IsSamples ? message.AllSlots : []);
}
