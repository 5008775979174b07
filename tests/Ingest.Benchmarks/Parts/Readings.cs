using Ingest.Codec;
using Ingest.Host.Sampling;
using Ingest.Host.Sampling.Reference;

namespace Ingest.Benchmarks.Parts;

/// <summary>The reference readings that parts are measured with.</summary>
internal static class Readings
{
    public static readonly DateOnly Day = new(2021, 1, 1);

    public static IReadOnlyList<Channel> Channels { get; } =
    [
        new Channel("temperature", 2), new Channel("humidity", 2), new Channel("pressure", 1), new Channel("battery", 3), new Channel("co2", 0),
    ];

    /// <summary>The first rows of the reference day, which together have so many samples; always the same <see cref="Burst"/> object,
    /// refilled.</summary>
    public static IEnumerable<Burst> Bursts(int samplesPerRow, int samples)
    {
        SampleShape shape = SampleShape.All.Single(known => known.SamplesPerRow == samplesPerRow);
        return new ReferenceData(shape, Channels, seed: 1).Day(Day).Take(samples / samplesPerRow);
    }
}
