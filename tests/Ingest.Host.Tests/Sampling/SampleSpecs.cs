using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.SensorPack;

namespace Ingest.Host.Tests.Sampling;

/// <summary>The table that most tests make samples for.</summary>
internal static class SampleSpecs
{
    public static readonly IReadOnlyList<Channel> Channels =
    [
        new("temperature", 2), new("humidity", 2), new("pressure", 1), new("battery", 3), new("co2", 0),
    ];

    public static TableSpec Table { get; } = TableOf(Channels);

    public static TableSpec TableOf(IReadOnlyList<Channel> channels) => new()
    {
        Name = "raw_sensor_data",
        SourceTable = "raw_readings",
        Path = "raw-sensor-data",
        Key = ["id"],
        Time = new TimeSpec("received_at"),
        Columns = ["sensor_id"],
        Payload = new PayloadSpec("payload", new SensorPackDecoder(channels)),
    };
}
