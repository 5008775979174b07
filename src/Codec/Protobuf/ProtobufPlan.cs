using Google.Protobuf.Reflection;

namespace Ingest.Codec.Protobuf;

/// <summary>How a payload becomes samples: what is wanted of the message itself, of each sample, and where the samples are.</summary>
internal sealed class ProtobufPlan
{
    private const string FromRoot = "$.";

    /// <param name="root">The payload's message.</param>
    /// <param name="mapping">Samples and time.</param>
    /// <param name="channels">The columns.</param>
    /// <exception cref="DecoderException">A path leads nowhere, or a column cannot hold its field; the message is a sentence.</exception>
    public ProtobufPlan(MessageDescriptor root, ProtobufMapping mapping, IReadOnlyList<ProtobufChannel> channels)
    {
        var whole = new PlanBuilder(root);
        PlanBuilder sample = whole;
        if (mapping.Samples is { } path)
        {
            var walk = new PlanBuilder(root);
            walk.Samples(path, type => (sample = new PlanBuilder(type)).Root);
            Samples = walk.Root;
            Definition.AddRange(walk.Definition);
        }

        Columns = [.. channels.Select((channel, index) => new FieldColumn(
            channel.Channel, Value(whole, sample, channel.Path, index, $"channel {channel.Channel.Name}")))];
        if (mapping.Time is { } time)
        {
            Time = new FieldTime(time, Value(whole, sample, time, channels.Count, "the time"), mapping.TimeUnit);
        }
        else if (mapping.TimeUnit is not null)
        {
            throw new DecoderException("there is a TimeUnit, but no Time that it is for");
        }

        Sample = sample.Finish();
        Whole = sample == whole ? null : whole.Finish();
        SampleSlots = [.. Sample.AllSlots];
        IsLists = Columns.Any(column => column.IsList) || Time is { IsList: true };
        Definition.AddRange(whole.Definition);
        Definition.AddRange(sample.Definition);
    }

    /// <summary>Of the message itself; null where the sample is the message itself.</summary>
    public MessagePlan? Whole { get; }

    /// <summary>Of the message itself, on the way to the samples; null where the sample is the message itself.</summary>
    public MessagePlan? Samples { get; }

    /// <summary>Of a sample.</summary>
    public MessagePlan Sample { get; }

    /// <summary>The slots that each sample has anew.</summary>
    public int[] SampleSlots { get; }

    /// <summary>One for each channel, whose slot has its index.</summary>
    public FieldColumn[] Columns { get; }

    /// <summary>The time, whose slot comes after the channels'; null for the row's own.</summary>
    public FieldTime? Time { get; }

    /// <summary>Whether a sample's message has lists, so that it is as many rows as these have values.</summary>
    public bool IsLists { get; }

    /// <summary>What of the descriptors decides values.</summary>
    public List<string> Definition { get; } = [];

    private static FieldDescriptor Value(PlanBuilder whole, PlanBuilder sample, string path, int slot, string what)
    {
        bool isFromRoot = path.StartsWith(FromRoot, StringComparison.Ordinal);
        PlanBuilder builder = isFromRoot ? whole : sample;
        return builder.Value(isFromRoot ? path[FromRoot.Length..] : path, slot, builder == sample, what);
    }
}
