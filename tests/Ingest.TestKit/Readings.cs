using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.SensorPack;

namespace Ingest.TestKit;

/// <summary>The table of <see cref="MemorySource"/>, and rows for it.</summary>
public static class Readings
{
    /// <summary>A decoded table of sensorpack payloads.</summary>
    public static TableSpec Table(int channels = 1) => new()
    {
        Name = "readings",
        SourceTable = "readings",
        Path = "readings",
        Key = ["id"],
        Time = new TimeSpec("received_at"),
        Columns = ["sensor_id"],
        Payload = new PayloadSpec(
            "payload",
            new SensorPackDecoder([.. Enumerable.Range(0, channels).Select(i => new Channel(channels == 1 ? "value" : $"value_{i}", 2))])),
        SortBy = ["sensor_id", "time"],
    };

    /// <summary>Rows of one day, a sample each, in the order of their keys: value = key.</summary>
    public static IEnumerable<MemoryRow> Day(DateOnly day, int rows, int firstId) => Enumerable.Range(0, rows).Select(i =>
        MemoryRow.Of(firstId + i, i % 7, Dates.Instant(Dates.Micros(day)).AddSeconds(i), firstId + i));
}
