using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Layout;
using Ingest.Codec.Programs;
using Ingest.Codec.SensorPack;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks;

/// <summary>A payload's codec, with what only that codec has.</summary>
internal sealed class PayloadCheck(ConfigurationOrigin origin, ErrorList errors)
{
    private static readonly string[] Codecs = [LayoutDecoder.Name, ProcessDecoder.Name, SensorPackFormat.Name];

    /// <returns>Null when the payload cannot be decoded like that.</returns>
    public PayloadSpec? Check(string path, PayloadOptions options)
    {
        IReadOnlyList<Channel> channels = new ChannelCheck(errors).Check(
            $"{path}:{nameof(options.Channels)}", options.Channels, isRequired: options.Codec is not LayoutDecoder.Name);
        if (options.Codec is null)
        {
            return null;
        }

        IPayloadDecoder? decoder = options.Codec switch
        {
            LayoutDecoder.Name => Layout(path, options),
            ProcessDecoder.Name => Program($"{path}:{nameof(options.Process)}", options.Process, channels),
            SensorPackFormat.Name => SensorPack(path, channels),
            _ => Unknown(path, options.Codec),
        };
        OnlyOf(ProcessDecoder.Name, $"{path}:{nameof(options.Process)}", options.Process, options.Codec);
        OnlyOf(LayoutDecoder.Name, $"{path}:{nameof(options.Layout)}", options.Layout, options.Codec);
        return decoder is null || options.Column is null ? null : new PayloadSpec(options.Column, decoder);
    }

    private ProcessDecoder? Program(string path, ProcessOptions? options, IReadOnlyList<Channel> channels)
    {
        if (options?.Command is not { Count: > 0 } command)
        {
            errors.Add($"{path}:Command", "missing; name the program that decodes, with its arguments");
            return null;
        }

        if (channels.Count == 0)
        {
            return null;
        }

        try
        {
            var settings = new ProcessSettings
            {
                Command = command,
                Folder = origin.Folder,
                Files = options.Files,
                Processes = options.Processes,
                Timeout = options.Timeout.Value,
            };
            return new ProcessDecoder(settings, channels, TimeProvider.System);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{path}:Files", $"a file cannot be read: {failure.Message}");
            return null;
        }
    }

    private SensorPackDecoder? SensorPack(string path, IReadOnlyList<Channel> channels)
    {
        if (channels.Count == 0)
        {
            return null;
        }

        try
        {
            return new SensorPackDecoder(channels);
        }
        catch (ArgumentException failure)
        {
            errors.Add($"{path}:Channels", failure.Message);
            return null;
        }
    }

    private LayoutDecoder? Layout(string path, PayloadOptions options)
    {
        string key = $"{path}:{nameof(options.Layout)}";
        if (options.Channels is not null)
        {
            errors.Add($"{path}:{nameof(options.Channels)}", "a layout names its channels; leave them out here");
        }

        if (options.Layout is not { } file)
        {
            errors.Add(key, "missing; name the file that describes the payload");
            return null;
        }

        try
        {
            LayoutDecoder decoder = LayoutDecoder.Parse(File.ReadAllBytes(origin.Resolve(file)), PayloadLimits.Default);
            foreach (Channel channel in decoder.Channels.Where(channel => !LakeNames.Fits(channel.Name)))
            {
                errors.Add(key, $"{file}: '{channel.Name}': {LakeNames.Rule}");
            }

            return decoder;
        }
        catch (LayoutException failure)
        {
            errors.Add(key, $"{file}, {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.Add(key, $"{file} cannot be read: {failure.Message}");
        }

        return null;
    }

    private IPayloadDecoder? Unknown(string path, string codec)
    {
        errors.Add(
            $"{path}:Codec",
            Spelling.Nearest(codec, Codecs) is { } nearest
                ? $"unknown codec '{codec}', did you mean {nearest}?"
                : $"unknown codec '{codec}'; there is {string.Join(", ", Codecs)}");
        return null;
    }

    private void OnlyOf(string owner, string key, object? value, string codec)
    {
        if (value is not null && codec != owner && Codecs.Contains(codec))
        {
            errors.Add(key, $"means nothing to the codec {codec}; leave it out");
        }
    }
}
