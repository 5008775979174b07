using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks;

/// <summary>A payload's channels.</summary>
internal sealed class ChannelCheck(ErrorList errors)
{
    /// <returns>One for each option; null where it is wrong.</returns>
    public IReadOnlyList<Channel?> Check(string path, IReadOnlyList<ChannelOptions>? options, bool isRequired)
    {
        if (isRequired && options is not { Count: > 0 })
        {
            errors.Add(path, "empty; name at least one channel");
        }

        return [.. (options ?? []).Select((channel, i) => Channel($"{path}:{i}", channel))];
    }

    private Channel? Channel(string path, ChannelOptions options)
    {
        if (options.Name is not { } name)
        {
            return null;
        }

        if (!LakeNames.Fits(name))
        {
            errors.Add($"{path}:{nameof(options.Name)}", $"'{name}': {LakeNames.Rule}");
        }

        if (ChannelTypes.Of(options.Type) is { } type)
        {
            if (options.Scale != 0 || options.Precision is not null || options.Round)
            {
                errors.Add(path, $"Scale, Precision and Round mean nothing to {options.Type}; leave them out, or make it a decimal");
            }

            return new Channel(name, type, options.Unit);
        }

        int precision = options.Precision ?? PrecisionOf(options.Scale);
        if (precision < options.Scale)
        {
            errors.Add(
                $"{path}:{nameof(options.Precision)}",
                $"{precision} is less than the {options.Scale} digits after the point that Scale asks for");
            return null;
        }

        return new Channel(name, ColumnType.Decimal(precision, options.Scale), options.Unit) { Round = options.Round };
    }

    /// <summary>The usual precision, or the greatest where that would leave no digit before the point.</summary>
    private static int PrecisionOf(int scale) =>
        scale < Codec.Channel.PrecisionDefault ? Codec.Channel.PrecisionDefault : Codec.Channel.PrecisionMax;
}
