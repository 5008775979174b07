using System.Globalization;
using Ingest.Codec;
using Ingest.Host.Sampling;

namespace Ingest.Benchmarks.Parts.Formats;

/// <summary>One sample of the five channels, for writers of payloads.</summary>
/// <param name="Seconds">Its time: whole seconds since 1970, which all formats hold.</param>
/// <param name="Unscaled">A value a channel, in the order of <see cref="Readings.Channels"/>.</param>
internal sealed record Reading(long Seconds, long[] Unscaled)
{
    private const long MicrosPerSecond = 1_000_000;

    /// <summary>The samples of a burst; their times cut to whole seconds.</summary>
    public static Reading[] Of(Burst burst) =>
    [
        .. Enumerable.Range(0, burst.Count).Select(sample => new Reading(
            burst.Times[sample] / MicrosPerSecond,
            [.. Enumerable.Range(0, burst.Channels).Select(channel => burst.Values[(channel * burst.Count) + sample])])),
    ];

    /// <summary>The value as the shortest decimal, such as 21.5.</summary>
    public string Text(int channel) => Value(channel).ToString("0.#########", CultureInfo.InvariantCulture);

    public decimal Value(int channel) => new(
        (int)Math.Abs(Unscaled[channel]), 0, 0, Unscaled[channel] < 0, (byte)Readings.Channels[channel].Scale);
}
