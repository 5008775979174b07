using Google.Protobuf.Reflection;

namespace Ingest.Codec.Protobuf;

/// <summary>Makes the plan of a message from paths of the fields that are wanted.</summary>
internal sealed class PlanBuilder(MessageDescriptor root)
{
    private const string TimestampName = "google.protobuf.Timestamp";

    public MessagePlan Root { get; } = new(root);

    /// <summary>What on the paths decides values.</summary>
    public List<string> Definition { get; } = [];

    public static bool IsTimestamp(FieldDescriptor field) =>
        field.FieldType == FieldType.Message && field.MessageType.FullName == TimestampName;

    /// <summary>Wants a single value, or those of a list.</summary>
    /// <param name="path">The field's path.</param>
    /// <param name="slot">The slot, or the column for the values of a list.</param>
    /// <param name="allowsLists">Whether a list is allowed.</param>
    /// <param name="what">What wants it, to begin a sentence with.</param>
    /// <exception cref="DecoderException">The path leads to no value; the message is a sentence.</exception>
    public FieldDescriptor Value(string path, int slot, bool allowsLists, string what)
    {
        (MessagePlan message, FieldDescriptor field) = Follow(path, what);
        bool isScalar = field.FieldType is not (FieldType.Message or FieldType.Group);
        if (!isScalar && !IsTimestamp(field))
        {
            throw new DecoderException($"{what}: {path} is a message, expected a single value, a list of them, or a {TimestampName}");
        }

        if (field.IsRepeated && !(allowsLists && isScalar))
        {
            throw new DecoderException($"{what}: {path} is a list, expected a single value");
        }

        FieldPlan plan = message.Field(field);
        (field.IsRepeated ? plan.Lists : plan.Slots).Add(slot);
        if (!field.IsRepeated && !field.HasPresence)
        {
            message.Defaults.Add(slot);
        }

        return field;
    }

    /// <summary>Wants each message of a list, and what is wanted of it.</summary>
    /// <exception cref="DecoderException">The path leads to no list of messages; the message is a sentence.</exception>
    public MessageDescriptor Samples(string path, Func<MessageDescriptor, MessagePlan> sample)
    {
        const string What = "the samples";
        (MessagePlan message, FieldDescriptor field) = Follow(path, What, throughLists: true);
        if (!field.IsRepeated || field.IsMap || field.FieldType != FieldType.Message)
        {
            throw new DecoderException($"{What}: {path} is no list of messages");
        }

        FieldPlan plan = message.Field(field);
        plan.IsSamples = true;
        plan.Message = sample(field.MessageType);
        return field.MessageType;
    }

    /// <summary>Once all is wanted: what comes in a oneof empties the others of it, also where nothing is wanted of itself.</summary>
    public MessagePlan Finish()
    {
        Finish(Root);
        return Root;
    }

    private static void Finish(MessagePlan message)
    {
        FieldPlan[] wanted = [.. message.Fields.Values];
        foreach (FieldPlan field in wanted)
        {
            foreach (FieldDescriptor other in field.Field.RealContainingOneof?.Fields.Where(other => other != field.Field) ?? [])
            {
                message.Field(other).Cleared.AddRange(field.AllSlots);
            }

            if (field is { Message: { } inner, IsSamples: false })
            {
                Finish(inner);
            }
        }
    }

    private (MessagePlan Message, FieldDescriptor Field) Follow(string path, string what, bool throughLists = false)
    {
        string[] names = path.Split('.');
        MessagePlan message = Root;
        for (int i = 0; ; i++)
        {
            FieldDescriptor field = message.Type.FindFieldByName(names[i]) ?? throw Unknown(message.Type, names[i], path, what);
            Definition.AddRange(Described(field));
            if (i == names.Length - 1)
            {
                return (message, field);
            }

            if (field.FieldType != FieldType.Message || field.IsMap)
            {
                throw new DecoderException($"{what}: {field.Name} of {path} is no message, expected one with a field {names[i + 1]}");
            }

            if (field.IsRepeated && !throughLists)
            {
                throw new DecoderException($"{what}: {field.Name} of {path} is a list of messages, which only Samples may name");
            }

            FieldPlan plan = message.Field(field);
            message = plan.Message ??= new MessagePlan(field.MessageType);
        }
    }

    private static IEnumerable<string> Described(FieldDescriptor field)
    {
        yield return $"{field.FieldNumber} {field.FieldType} {(field.IsRepeated ? "list" : field.HasPresence ? "presence" : "")}";
        foreach (FieldDescriptor other in field.RealContainingOneof?.Fields ?? [])
        {
            yield return $"or {other.FieldNumber} {other.FieldType}";
        }

        if (field.FieldType == FieldType.Enum)
        {
            foreach (EnumValueDescriptor value in field.EnumType.Values)
            {
                yield return $"{value.Number} {value.Name}";
            }
        }
    }

    private static DecoderException Unknown(MessageDescriptor message, string name, string path, string what) => new(
        $"{what}: {message.FullName} has no field '{name}', which {path} names"
        + (Spelling.Nearest(name, message.Fields.InDeclarationOrder().Select(field => field.Name)) is { } meant ? $"; {meant} is near" : ""));
}
