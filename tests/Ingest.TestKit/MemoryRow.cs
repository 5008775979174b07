using Ingest.Actors.Units;
using Ingest.Codec.SensorPack;

namespace Ingest.TestKit;

/// <summary>A source row of <see cref="MemorySource"/>.</summary>
/// <param name="Id">The key.</param>
/// <param name="SensorId">The carried column.</param>
/// <param name="ReceivedMicros">The time that decides the unit: microseconds since 1970.</param>
/// <param name="Payload">A sensorpack payload; null for NULL.</param>
/// <param name="Updated">What every update of the row raises.</param>
public sealed record MemoryRow(long Id, int SensorId, long ReceivedMicros, byte[]? Payload, long Updated = 0)
{
    /// <summary>A row whose payload holds one sample of one channel at the time of the row.</summary>
    public static MemoryRow Of(long id, int sensor, DateTimeOffset time, long value) =>
        Of(id, sensor, time, [Dates.Micros(time)], [value]);

    /// <summary>A row with a burst.</summary>
    /// <param name="times">Each sample's time in microseconds.</param>
    /// <param name="values">Channel after channel.</param>
    public static MemoryRow Of(long id, int sensor, DateTimeOffset received, long[] times, long[] values)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(values);
        byte[] payload = new byte[SensorPackEncoder.BytesMax(times.Length, values.Length / times.Length)];
        int length = SensorPackEncoder.Encode(times, values, default, payload);
        return new MemoryRow(id, sensor, Dates.Micros(received), payload[..length]);
    }
}
