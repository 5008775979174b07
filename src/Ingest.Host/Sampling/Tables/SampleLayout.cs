using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.SensorPack;

namespace Ingest.Host.Sampling.Tables;

/// <summary>The columns of a source table that samples can be put into: four, and nothing else.</summary>
/// <param name="Table">The table's name in the source.</param>
/// <param name="Key">The integer primary key.</param>
/// <param name="Time">When the source took the row; indexed.</param>
/// <param name="Sensor">The sensor's number.</param>
/// <param name="Payload">The samples, as sensorpack.</param>
/// <param name="Channels">What each sample measures.</param>
internal sealed record SampleLayout(
    string Table, string Key, TimeSpec Time, string Sensor, string Payload, IReadOnlyList<Channel> Channels)
{
    /// <summary>What the table says of itself. Tables without it are left alone.</summary>
    public const string Mark = "made by ingest sample";

    /// <summary>The key of tables whose configuration says only that it is the primary key.</summary>
    public const string KeyDefault = "id";

    /// <summary>The layout that a table's configuration asks for.</summary>
    /// <exception cref="IngestException">It asks for something that samples do not have; the sentence says what.</exception>
    public static SampleLayout Of(TableSpec table)
    {
        if (table.Payload is not { Decoder: { Codec: SensorPackFormat.Name } decoder } payload)
        {
            throw Refusal(table, $"a Payload whose Codec is {SensorPackFormat.Name}");
        }

        if (table.Key.Count > 1)
        {
            throw Refusal(table, $"a Key of one column, not of {table.Key.Count}");
        }

        string key = table.Key is [string named] ? named : KeyDefault;

        if (table.Time is not { } time)
        {
            throw Refusal(table, "a Time column");
        }

        if (table.UpdateColumn is { } update)
        {
            throw Refusal(table, $"no UpdateColumn, and this one says {update}");
        }

        string[] carried = [.. (table.Columns ?? []).Where(column => !Same(column, key) && !Same(column, time.Column))];
        if (carried is not [string sensor])
        {
            throw Refusal(table, $"Columns with the sensor's number and no other, not {carried.Length} columns");
        }

        return new[] { key, time.Column, sensor, payload.Column }.Distinct(StringComparer.OrdinalIgnoreCase).Count() == 4
            ? new SampleLayout(table.SourceTable, key, time, sensor, payload.Column, decoder.Channels)
            : throw Refusal(table, "different columns for key, time, sensor and payload");
    }

    /// <summary>A row's time as an integer of the table's encoding.</summary>
    /// <param name="micros">Since 1970-01-01T00:00:00Z.</param>
    public long Epoch(long micros) => Time.As switch
    {
        TimeEncoding.EpochS => FloorDivide(micros, 1_000_000),
        TimeEncoding.EpochMs => FloorDivide(micros, 1_000),
        TimeEncoding.EpochUs => micros,
        _ => throw new InvalidOperationException($"{Time.As} is no integer."),
    };

    private static long FloorDivide(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static IngestException Refusal(TableSpec table, string needs) =>
        IngestException.Permanent(
            $"ingest sample cannot make the source of table {table.Name}: it needs {needs}; choose another table with --table.");
}
