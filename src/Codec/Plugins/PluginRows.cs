using System.Text.Unicode;
using Ingest.Codec.Columns;
using Ingest.Codec.Values;

namespace Ingest.Codec.Plugins;

/// <summary>Looks at the rows that a plug-in appended: as many in each column as it says, and values that their columns can have.</summary>
internal static class PluginRows
{
    /// <exception cref="PayloadException">They are not in order.</exception>
    public static void Check(IReadOnlyList<Channel> channels, SampleColumns samples, int before, int count, PayloadLimits limits)
    {
        if (samples.Count - before != count)
        {
            throw Disorder(count, samples.Count - before, "times");
        }

        if (count > limits.Samples || (long)count * channels.Count > limits.Points)
        {
            throw new PayloadException($"the plug-in appended {count} samples of {channels.Count} channels, expected at most {Math.Min(limits.Samples, limits.Points / channels.Count)}");
        }

        for (int i = 0; i < channels.Count; i++)
        {
            ColumnBuffer column = samples.Channels[i];
            if (column.Count - before != count)
            {
                throw Disorder(count, column.Count - before, $"values of {channels[i].Name}");
            }

            CheckValues(channels[i], column, before);
        }
    }

    /// <summary>Puts columns right that may be of any length.</summary>
    /// <exception cref="DecoderException">Rows are gone that were there before.</exception>
    public static void RollBack(SampleColumns samples, int before)
    {
        if (samples.Count < before || samples.Channels.Any(column => column.Count < before))
        {
            throw new DecoderException("the plug-in took away rows of other payloads, expected that it only appends");
        }

        samples.RollBack(before);
    }

    private static void CheckValues(Channel channel, ColumnBuffer column, int before)
    {
        switch (column)
        {
            case FixedColumn<int> narrow when channel.Type.Kind == ColumnKind.Decimal:
                int most = (int)PowerOfTen.Less1(channel.Precision);
                if (narrow.Values[before..].ContainsAnyExceptInRange(-most, most))
                {
                    throw Digits(channel);
                }

                break;
            case FixedColumn<long> wide when channel.Type.Kind == ColumnKind.Decimal:
                long largest = PowerOfTen.Less1(channel.Precision);
                if (wide.Values[before..].ContainsAnyExceptInRange(-largest, largest))
                {
                    throw Digits(channel);
                }

                break;
            case BytesColumn text when channel.Type.Kind == ColumnKind.Text:
                for (int row = before; row < text.Count; row++)
                {
                    if (!Utf8.IsValid(text[row]))
                    {
                        throw new PayloadException($"the plug-in appended a value of channel {channel.Name} that is no UTF-8 text");
                    }
                }

                break;
            default:
                break;
        }
    }

    private static PayloadException Disorder(int said, int found, string what) =>
        new($"the plug-in says that it appended {said} samples, and appended {found} {what}");

    private static PayloadException Digits(Channel channel) => new(
        $"the plug-in appended a value of channel {channel.Name} with more digits than the {channel.Precision} that the configuration allows");
}
