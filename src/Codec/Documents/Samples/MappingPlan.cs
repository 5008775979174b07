using Ingest.Codec.Columns;
using Ingest.Codec.Documents.Paths;
using Ingest.Codec.Documents.Tokens;

namespace Ingest.Codec.Documents.Samples;

/// <summary>
/// A mapping, made ready to be run: the paths as trees, one of those from the root and one of those within a sample, and what is
/// done with the tokens that they lead to. Slots 0 and 1 are the time and its base, those after them the channels.
/// </summary>
internal sealed class MappingPlan
{
    public const int TimeSlot = 0;
    public const int BaseSlot = 1;
    public const int ChannelSlot = 2;

    private readonly PathTree _root = new();
    private readonly PathTree _samples = new();

    /// <exception cref="MappingException">The mapping cannot be used.</exception>
    public MappingPlan(DocumentMapping mapping, IReadOnlyList<DocumentChannel> channels)
    {
        if (channels.Count == 0)
        {
            throw new MappingException("Channels", "there is none, expected at least one");
        }

        SamplesPath = DocumentPath.Parse(mapping.Samples, "Samples");
        _samples.Add(SamplesPath, 0);
        Paths = new DocumentPath?[ChannelSlot + channels.Count];
        Values = new TokenValues[channels.Count];
        if (mapping.Time is { } time)
        {
            AddTime(time);
        }

        for (int i = 0; i < channels.Count; i++)
        {
            Add(ChannelSlot + i, channels[i].Path, $"Channels[{i}].Path");
            Values[i] = new TokenValues(channels[i].Channel, TimeForm.Parse(channels[i].As, $"Channels[{i}].As"));
        }
    }

    public DocumentPath SamplesPath { get; }

    /// <summary>What each slot's path is; null where there is none.</summary>
    public DocumentPath?[] Paths { get; }

    /// <summary>The paths within a sample.</summary>
    public PathTree Within { get; } = new();

    public TokenValues[] Values { get; }

    /// <summary>Null: samples have the time of their row.</summary>
    public TimeForm? Time { get; private set; }

    public TimeForm? Base { get; private set; }

    /// <summary>The token of the samples.</summary>
    public int Samples(in TokenList tokens)
    {
        Span<int> slot = [-1];
        _samples.Find(tokens, 0, slot);
        return slot[0] >= 0 && tokens[slot[0]].Kind != TokenKind.Null
            ? slot[0]
            : throw new PayloadException($"{SamplesPath.Text} is {(slot[0] < 0 ? "missing" : "null")}, expected the samples", 0);
    }

    /// <summary>Fills the slots of paths from the root; those that lead nowhere, and all others, become -1.</summary>
    public void FindFromRoot(in TokenList tokens, Span<int> slots)
    {
        slots.Fill(-1);
        _root.Find(tokens, 0, slots);
    }

    /// <summary>A time that must be there.</summary>
    public static long ReadTime(TimeForm form, in TokenList tokens, int at, long baseMicros, int offset) =>
        at >= 0 && tokens[at].Kind != TokenKind.Null
            ? form.Read(tokens, at, baseMicros)
            : throw new PayloadException($"the time is {(at < 0 ? "missing" : "null")}", at < 0 ? offset : tokens[at].Offset);

    /// <summary>Checks what the samples will take.</summary>
    /// <exception cref="PayloadException">It is more than a payload may have.</exception>
    public int Check(int count, in TokenList tokens, int at, ReadOnlySpan<int> slots, PayloadLimits limits)
    {
        if (count > limits.Samples || (long)count * Values.Length > limits.Points)
        {
            throw new PayloadException(
                $"payload has {count} samples of {Values.Length} channels, expected at most {limits.Samples} samples and "
                + $"{limits.Points} values",
                tokens[at].Offset);
        }

        var repetition = new Repetition(limits);
        for (int slot = 0; slot < slots.Length; slot++)
        {
            if (slots[slot] >= 0 && Paths[slot] is { FromRoot: true } && tokens[slots[slot]] is { HasBytes: true } token)
            {
                repetition.Add(token.High, count, token.Offset);
            }
        }

        return count;
    }

    public static long RowTime(SampleColumns samples) =>
        samples.RowTime ?? throw new PayloadException("the mapping has no time, and the row has none");

    private void AddTime(DocumentTime time)
    {
        Time = TimeForm.Parse(time.As, "Time.As");
        Add(TimeSlot, time.Path, "Time.Path");
        if (time.Base is null)
        {
            return;
        }

        if (Time.Unit is null)
        {
            throw new MappingException("Time.Base", "a time in text counts from nothing, expected As to be a unit such as s or ms");
        }

        Base = TimeForm.Parse(time.BaseAs ?? time.As, "Time.BaseAs");
        Add(BaseSlot, time.Base, "Time.Base");
    }

    private void Add(int slot, string text, string property)
    {
        DocumentPath path = Paths[slot] = DocumentPath.Parse(text, property);
        (path.FromRoot ? _root : Within).Add(path, slot);
    }
}
