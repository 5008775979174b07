using System.Reflection;
using Ingest.Codec;
using Ingest.Codec.Documents;
using Ingest.Codec.Envelopes;
using Ingest.Host.Configuration.Checks.Codecs;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks;

/// <summary>A codec with the keys that it asks for and none else, and what its payloads are packed in.</summary>
/// <param name="origin">Where relative paths lead from.</param>
/// <param name="errors">Where it is said what is wrong.</param>
/// <param name="warnings">Where it is said what works, and yet an operator should know.</param>
internal sealed class CodecCheck(ConfigurationOrigin origin, ErrorList errors, ICollection<string> warnings)
{
    private static readonly string[] Everyone = [nameof(CodecOptions.Codec), nameof(CodecOptions.Envelopes)];

    private static readonly string[] SomeChannelKeys =
    [
        nameof(ChannelOptions.Path), nameof(ChannelOptions.As), nameof(ChannelOptions.Record), nameof(ChannelOptions.RecordUnit),
        nameof(ChannelOptions.Sum), nameof(ChannelOptions.Lpp),
    ];

    /// <returns>Null when it cannot be decoded like that.</returns>
    public IPayloadDecoder? Check(string path, CodecOptions options)
    {
        if (options.Codec is not { } name)
        {
            errors.Add($"{path}:{nameof(options.Codec)}", "missing; it is required");
            return null;
        }

        if (CodecKinds.All.FirstOrDefault(kind => kind.Name == name) is not { } kind)
        {
            new ChannelCheck(errors).Check($"{path}:{nameof(options.Channels)}", options.Channels, isRequired: false);
            errors.Add($"{path}:{nameof(options.Codec)}", CodecKinds.Unknown(name));
            return null;
        }

        Refuse(path, options, kind);
        bool hasChannels = kind.Keys.Contains(nameof(options.Channels));
        IReadOnlyList<Channel?> channels = new ChannelCheck(errors).Check($"{path}:{nameof(options.Channels)}", options.Channels, hasChannels);
        if (hasChannels && (channels.Count == 0 || channels.Contains(null)))
        {
            return null;
        }

        var request = new CodecRequest(
            path, options, [.. channels.Zip(options.Channels ?? []).Select(pair => (pair.First!, pair.Second))], origin, errors, warnings);
        IPayloadDecoder? decoder = Said($"{path}:{nameof(options.Codec)}", path, () => kind.Create(request));
        return decoder is null ? null : Wrapped(path, options.Envelopes, decoder);
    }

    /// <summary>Makes a decoder; what keeps it from being made is said.</summary>
    public IPayloadDecoder? Said(string key, string path, Func<IPayloadDecoder?> make)
    {
        try
        {
            return make();
        }
        catch (MappingException failure)
        {
            errors.Add($"{path}:{failure.Property.Replace("[", ":", StringComparison.Ordinal).Replace("].", ":", StringComparison.Ordinal).Replace('.', ':')}", failure.Reason);
        }
        catch (Exception failure) when (failure is DecoderException or ArgumentException)
        {
            errors.Add(key, failure.Message);
        }

        return null;
    }

    private IPayloadDecoder? Wrapped(string path, IReadOnlyList<string>? names, IPayloadDecoder inner)
    {
        if (names is not { Count: > 0 })
        {
            return inner;
        }

        string key = $"{path}:{nameof(CodecOptions.Envelopes)}";
        string[] known = [.. Enum.GetNames<Envelope>().Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal)];
        List<Envelope> envelopes = [];
        for (int i = 0; i < names.Count; i++)
        {
            if (known.Contains(names[i]))
            {
                envelopes.Add(Enum.Parse<Envelope>(names[i], ignoreCase: true));
                continue;
            }

            errors.Add(
                $"{key}:{i}",
                Spelling.Nearest(names[i], known) is { } nearest
                    ? $"unknown envelope '{names[i]}', did you mean {nearest}?"
                    : $"unknown envelope '{names[i]}'; there is {string.Join(", ", known)}");
        }

        return envelopes.Count == names.Count
            ? Said(key, path, () => new EnvelopeDecoder(envelopes, inner, PayloadLimits.Default))
            : null;
    }

    private void Refuse(string path, CodecOptions options, CodecKind kind)
    {
        foreach (PropertyInfo key in typeof(CodecOptions).GetProperties().Where(key => key.GetValue(options) is not null))
        {
            if (!kind.Keys.Contains(key.Name) && !Everyone.Contains(key.Name))
            {
                errors.Add($"{path}:{key.Name}", $"means nothing to the codec {kind.Name}; leave it out");
            }
        }

        IReadOnlyList<ChannelOptions> channels = options.Channels ?? [];
        for (int i = 0; i < channels.Count; i++)
        {
            foreach (string key in SomeChannelKeys.Except(kind.ChannelKeys).Where(key => typeof(ChannelOptions).GetProperty(key)!.GetValue(channels[i]) is not null))
            {
                errors.Add($"{path}:{nameof(options.Channels)}:{i}:{key}", $"means nothing to the codec {kind.Name}; leave it out");
            }
        }
    }
}
