namespace Ingest.Host.Sampling.Reference;

/// <summary>How reference readings are cut into payloads. Both shapes hold the same million readings a day.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="SamplesPerRow">Samples of one payload; a divisor of <see cref="SamplesPerSensor"/>.</param>
internal sealed record SampleShape(string Name, int SamplesPerRow)
{
    /// <summary>Sensors, numbered from 1.</summary>
    public const int Sensors = 500;

    /// <summary>Samples that each sensor takes in a day, one every <see cref="CadenceMicros"/>.</summary>
    public const int SamplesPerSensor = 2_000;

    /// <summary>43.2 s.</summary>
    public const long CadenceMicros = 43_200_000;

    /// <summary>A row for every sample: 1,000,000 rows a day.</summary>
    public static readonly SampleShape Small = new("small", 1);

    /// <summary>A row for every 50 samples of a sensor: 20,000 rows a day.</summary>
    public static readonly SampleShape Burst = new("burst", 50);

    public static readonly IReadOnlyList<SampleShape> All = [Small, Burst];

    public int RowsPerDay => Sensors * (SamplesPerSensor / SamplesPerRow);
}
