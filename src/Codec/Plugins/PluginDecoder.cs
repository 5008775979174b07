using Ingest.Codec.Columns;

namespace Ingest.Codec.Plugins;

/// <summary>
/// A decoder of the user's own, which is not believed: whatever it throws rejects its payload, and what it appended is looked at
/// before it counts (<c>docs/extending.md</c>). Thread-safe as that decoder is.
/// </summary>
public sealed class PluginDecoder : IPayloadDecoder, IDisposable
{
    /// <summary>The codec's name in the configuration.</summary>
    public const string Name = "plugin";

    private readonly PluginAssembly _assembly;
    private readonly IPayloadDecoder _inner;
    private readonly PayloadLimits _limits;

    private PluginDecoder(PluginAssembly assembly, IPayloadDecoder inner, IReadOnlyList<Channel> channels, PayloadLimits limits, IEnumerable<string> definition)
    {
        _assembly = assembly;
        _inner = inner;
        _limits = limits;
        Channels = channels;
        Version = inner.Version;
        NeedsRowTime = inner.NeedsRowTime;
        Definition = DefinitionHash.Of([.. definition, inner.Codec, inner.Definition]);
    }

    /// <inheritdoc/>
    public string Codec => Name;

    /// <summary>What the user's decoder says.</summary>
    public int Version { get; }

    /// <summary>A hash of the assembly, of those beside it that it refers to, of the type, the settings, and of what the decoder itself
    /// says.</summary>
    public string Definition { get; }

    /// <inheritdoc/>
    public bool NeedsRowTime { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Channel> Channels { get; }

    /// <summary>Has a codec make its decoder.</summary>
    /// <param name="assembly">Where the codec is from; disposed with the decoder.</param>
    /// <param name="codec">The codec.</param>
    /// <param name="channels">What the configuration asks for.</param>
    /// <param name="settings">What the configuration says to the codec.</param>
    /// <param name="limits">What a payload may grow to.</param>
    /// <exception cref="DecoderException">It makes none; the message is a sentence.</exception>
    public static PluginDecoder Create(
        PluginAssembly assembly, IPayloadCodec codec, IReadOnlyList<Channel> channels, IReadOnlyDictionary<string, string> settings, PayloadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(limits);
        Channel[] asked = [.. channels];
        var told = new Dictionary<string, string>(settings, StringComparer.OrdinalIgnoreCase);
        IEnumerable<string> definition = told.OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)
            .SelectMany(setting => new[] { setting.Key.ToUpperInvariant(), setting.Value })
            .Prepend(codec.GetType().FullName!)
            .Prepend(assembly.Hash);
        try
        {
            IPayloadDecoder inner = codec.Create(Array.AsReadOnly(asked), told.AsReadOnly(), limits)
                ?? throw new DecoderException($"{codec.GetType().FullName} made no decoder");
            CheckChannels(inner, asked);
            return new PluginDecoder(assembly, inner, asked, limits, definition);
        }
        catch (Exception failure) when (failure is not DecoderException)
        {
            throw new DecoderException($"{codec.GetType().FullName} threw {PluginFault.Line(failure)}", failure);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DecoderException">The plug-in took away rows of other payloads, which nobody can bring back.</exception>
    public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (payload.Length > _limits.Bytes)
        {
            throw new PayloadException($"payload has {payload.Length} bytes, expected at most {_limits.Bytes}", _limits.Bytes);
        }

        int before = samples.Count;
        try
        {
            int count = _inner.Decode(payload, samples);
            PluginRows.Check(Channels, samples, before, count, _limits);
            return count;
        }
        catch (PayloadException reason)
        {
            PluginRows.RollBack(samples, before);
            if (reason.Offset >= 0 && reason.Offset <= payload.Length)
            {
                throw;
            }

            throw new PayloadException(reason.Reason, Math.Clamp(reason.Offset, 0, payload.Length));
        }
        // A shortage of memory says nothing of the payload, which would be another's the next time.
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            PluginRows.RollBack(samples, before);
            throw new PayloadException($"the plug-in threw {PluginFault.Line(failure)}");
        }
    }

    /// <summary>Disposes the user's decoder, and lets its assembly go.</summary>
    public void Dispose()
    {
        (_inner as IDisposable)?.Dispose();
        _assembly.Dispose();
    }

    private static void CheckChannels(IPayloadDecoder inner, Channel[] asked)
    {
        if (!inner.Channels.Select(channel => (channel.Name, channel.Type)).SequenceEqual(asked.Select(channel => (channel.Name, channel.Type))))
        {
            throw new DecoderException(
                $"its decoder has the channels {Names(inner.Channels)}, expected those of the configuration: {Names(asked)}");
        }
    }

    private static string Names(IEnumerable<Channel> channels) => string.Join(", ", channels.Select(channel => $"{channel.Name} ({channel.Type})"));
}
