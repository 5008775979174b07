using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks;

/// <summary>A payload's codec and channels.</summary>
internal sealed class PayloadCheck(ErrorList errors)
{
    /// <returns>Null when the payload cannot be decoded like that.</returns>
    public PayloadSpec? Check(string path, PayloadOptions options)
    {
        List<Channel> channels = Channels($"{path}:{nameof(options.Channels)}", options.Channels);
        if (options.Codec is null || options.Column is null)
        {
            return null;
        }

        string codec = $"{path}:{nameof(options.Codec)}";
        if (!PayloadCodecs.Names.Contains(options.Codec))
        {
            errors.Add(codec, PayloadCodecs.Unknown(options.Codec));
            return null;
        }

        if (channels.Count == 0)
        {
            return null;
        }

        try
        {
            return new PayloadSpec(options.Column, PayloadCodecs.Create(options.Codec, channels));
        }
        catch (ArgumentException failure)
        {
            errors.Add(codec, failure.Message);
            return null;
        }
    }

    private List<Channel> Channels(string path, IReadOnlyList<ChannelOptions>? options)
    {
        if (options is null || options.Count == 0)
        {
            errors.Add(path, "empty; name at least one channel");
            return [];
        }

        List<Channel> channels = [];
        for (int i = 0; i < options.Count; i++)
        {
            if (Channel($"{path}:{i}", options[i]) is { } channel)
            {
                channels.Add(channel);
            }
        }

        return channels;
    }

    private Channel? Channel(string path, ChannelOptions options)
    {
        if (options.Name is not { } name)
        {
            return null;
        }

        int precision = options.Precision ?? PrecisionOf(options.Scale);
        if (!LakeNames.Fits(name))
        {
            errors.Add($"{path}:{nameof(options.Name)}", $"'{name}': {LakeNames.Rule}");
        }

        if (precision < options.Scale)
        {
            errors.Add(
                $"{path}:{nameof(options.Precision)}",
                $"{precision} is less than the {options.Scale} digits after the point that Scale asks for");
            return null;
        }

        return new Channel(name, options.Scale, precision, options.Unit);
    }

    /// <summary>The usual precision, or the greatest where that would leave no digit before the point.</summary>
    private static int PrecisionOf(int scale) =>
        scale < Codec.Channel.PrecisionDefault ? Codec.Channel.PrecisionDefault : Codec.Channel.PrecisionMax;
}
