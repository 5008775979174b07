using System.Runtime.CompilerServices;
using Ingest.Codec.Columns;

namespace Ingest.Codec.Versions;

/// <summary>
/// Several decoders for the rows of one table: its channels are all of theirs, by name, in the order they first come. Whichever
/// reads a payload appends to its own channels; the others are null. Thread-safe as its decoders are.
/// </summary>
internal sealed class ChannelUnion : IDisposable
{
    private readonly IPayloadDecoder[] _decoders;
    private readonly int[][] _own;
    private readonly int[][] _others;

    // A caller's columns stay the same over many payloads, and so do the views of them.
    private readonly ConditionalWeakTable<SampleColumns, SampleColumns?[]> _views = [];

    /// <param name="decoders">The decoders, and what each is called in a sentence, such as "version 2".</param>
    /// <exception cref="DecoderException">A channel has another type or unit in one than in another; the message is a sentence.</exception>
    public ChannelUnion(IReadOnlyList<(string Name, IPayloadDecoder Decoder)> decoders)
    {
        List<Channel> all = [];
        Dictionary<string, (int Index, string Source)> known = new(StringComparer.Ordinal);
        foreach ((string source, IPayloadDecoder decoder) in decoders)
        {
            foreach (Channel channel in decoder.Channels)
            {
                if (known.TryAdd(channel.Name, (all.Count, source)))
                {
                    all.Add(channel);
                    continue;
                }

                (int index, string other) = known[channel.Name];
                Check(all[index], other, channel, source);
                all[index] = all[index] with { Unit = all[index].Unit ?? channel.Unit };
            }
        }

        Channels = all;
        _decoders = [.. decoders.Select(decoder => decoder.Decoder)];
        _own = [.. _decoders.Select(decoder => decoder.Channels.Select(channel => known[channel.Name].Index).ToArray())];
        _others = [.. _own.Select(own => Enumerable.Range(0, all.Count).Except(own).ToArray())];
        NeedsRowTime = _decoders.Any(decoder => decoder.NeedsRowTime);
    }

    public IReadOnlyList<Channel> Channels { get; }

    public bool NeedsRowTime { get; }

    /// <summary>What decides the values of each decoder.</summary>
    public IEnumerable<string> Definitions => _decoders.SelectMany(decoder =>
        decoder.Channels.SelectMany(DefinitionHash.Of).Concat([decoder.Codec, $"{decoder.Version}", decoder.Definition]));

    /// <summary>The same as <see cref="IPayloadDecoder.Decode"/>, by one of the decoders.</summary>
    /// <param name="decoder">Which, in the order they were given.</param>
    /// <param name="payload">What it reads.</param>
    /// <param name="samples">One column for each of <see cref="Channels"/>.</param>
    /// <exception cref="PayloadException">The payload cannot be decoded; the columns are as they were before.</exception>
    public int Decode(int decoder, ReadOnlySpan<byte> payload, SampleColumns samples)
    {
        SampleColumns view = View(decoder, samples);
        view.RowTime = samples.RowTime;
        view.RowVersion = samples.RowVersion;
        int count = _decoders[decoder].Decode(payload, view);
        foreach (int other in _others[decoder])
        {
            samples.Channels[other].AppendNulls(count);
        }

        return count;
    }

    /// <summary>Disposes the decoders, each once.</summary>
    public void Dispose()
    {
        foreach (IDisposable decoder in _decoders.Distinct().OfType<IDisposable>())
        {
            decoder.Dispose();
        }
    }

    private static void Check(Channel one, string oneSource, Channel other, string otherSource)
    {
        if (one.Type != other.Type)
        {
            throw new DecoderException(
                $"channel {one.Name} is {one.Type} in {oneSource} and {other.Type} in {otherSource}, expected the same type");
        }

        if (one.Unit is not null && other.Unit is not null && one.Unit != other.Unit)
        {
            throw new DecoderException(
                $"channel {one.Name} has the unit {one.Unit} in {oneSource} and {other.Unit} in {otherSource}, expected the same unit");
        }
    }

    /// <summary>The columns of one decoder's channels among all.</summary>
    private SampleColumns View(int decoder, SampleColumns samples)
    {
        if (!_views.TryGetValue(samples, out SampleColumns?[]? views))
        {
            _views.Add(samples, views = new SampleColumns?[_decoders.Length]);
        }

        return views[decoder] ??= NewView(_own[decoder], samples);
    }

    private static SampleColumns NewView(int[] own, SampleColumns samples) =>
        new(samples.Time, [.. own.Select(index => samples.Channels[index])]);
}
