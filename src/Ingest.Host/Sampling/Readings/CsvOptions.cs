using Ingest.Actors.Units;
using Ingest.Codec.SensorPack;

namespace Ingest.Host.Sampling.Readings;

/// <summary>How the readings of a CSV file become payloads.</summary>
/// <param name="Path">The file.</param>
internal sealed record CsvOptions(string Path)
{
    public const string ZoneDefault = "UTC";
    public const int BurstDefault = 50;
    public const int SensorDefault = 1;

    /// <summary>The sensor that all readings are of.</summary>
    public int Sensor { get; init; } = SensorDefault;

    /// <summary>The zone of times that say none.</summary>
    public string Zone { get; init; } = ZoneDefault;

    /// <summary>The most samples of a payload.</summary>
    public int SamplesPerRow { get; init; } = BurstDefault;

    /// <summary>Whether values with more decimals than their channel's Scale are rounded, a half away from zero.</summary>
    public bool Round { get; init; }

    /// <summary>The column that tells the time; null: the one named date, time or timestamp.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>Holds the samples of a payload to the format's limits.</summary>
    /// <exception cref="IngestException">There are none, or more than a payload of that many channels holds.</exception>
    public void Check(int channels)
    {
        int most = Math.Min(SensorPackFormat.SamplesMax, SensorPackFormat.PointsMax / channels);
        if (SamplesPerRow < 1 || SamplesPerRow > most)
        {
            throw IngestException.Permanent($"--burst {SamplesPerRow} is not 1 to {most}, what a payload of {channels} channels holds.");
        }
    }
}
