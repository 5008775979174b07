using System.Globalization;
using Ingest.Codec.Columns;

namespace Ingest.Codec.Protobuf;

/// <summary>
/// Reads messages of Protocol Buffers (<c>docs/protobuf.md</c>) by a descriptor set, without generated code. Fields that nobody asks
/// for are passed over. Built once into a plan; allocates nothing but what the columns grow by.
/// </summary>
public sealed class ProtobufDecoder : IPayloadDecoder
{
    /// <summary>The codec's name in the configuration.</summary>
    public const string Name = "protobuf";

    private const int ChannelsMax = 1_024;

    private readonly ProtobufPlan _plan;
    private readonly PayloadLimits _limits;

    /// <param name="fileDescriptorSet">What protoc writes with <c>--descriptor_set_out</c> and <c>--include_imports</c>.</param>
    /// <param name="messageName">The payload's message, with its package: <c>sensors.Batch</c>.</param>
    /// <param name="mapping">Samples and time.</param>
    /// <param name="channels">The columns, 1 to 1024.</param>
    /// <param name="limits">What a payload may grow to.</param>
    /// <exception cref="DecoderException">A path leads nowhere, or a column cannot hold its field; the message is a sentence.</exception>
    public ProtobufDecoder(
        ReadOnlySpan<byte> fileDescriptorSet,
        string messageName,
        ProtobufMapping mapping,
        IReadOnlyList<ProtobufChannel> channels,
        PayloadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(messageName);
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(limits);
        if (channels.Count is 0 or > ChannelsMax)
        {
            throw new DecoderException($"there are {channels.Count} channels, expected 1 to {ChannelsMax}");
        }

        _limits = limits;
        _plan = new ProtobufPlan(DescriptorSet.Find(fileDescriptorSet, messageName), mapping, channels);
        Channels = [.. channels.Select(channel => channel.Channel)];
        Definition = DefinitionHash.Of(
        [
            mapping.Samples ?? "", mapping.Time ?? "", mapping.TimeUnit?.ToString() ?? "",
            channels.Count.ToString(CultureInfo.InvariantCulture), .. channels.Select(channel => channel.Path), .. _plan.Definition,
        ]);
    }

    /// <inheritdoc/>
    public string Codec => Name;

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public string Definition { get; }

    /// <inheritdoc/>
    public bool NeedsRowTime => _plan.Time is null;

    /// <inheritdoc/>
    public IReadOnlyList<Channel> Channels { get; }

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (payload.Length > _limits.Bytes)
        {
            throw new PayloadException($"payload has {payload.Length} bytes, expected at most {_limits.Bytes}", _limits.Bytes);
        }

        int before = samples.Count;
        Span<Slot> slots = stackalloc Slot[_plan.Columns.Length + 1];
        slots.Clear();
        try
        {
            new ProtobufRun(_plan, _limits, payload, slots, samples).Read();
            return samples.Count - before;
        }
        catch
        {
            samples.RollBack(before);
            throw;
        }
    }
}
