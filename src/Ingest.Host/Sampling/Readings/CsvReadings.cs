using Ingest.Actors.Units;
using Ingest.Codec;

namespace Ingest.Host.Sampling.Readings;

/// <summary>
/// Packs the readings of a CSV file, in its order, as bursts of one sensor. A burst ends with its UTC day, and is received
/// when its last sample is taken, so that a row lies in the unit of its readings. An empty field is a missing value.
/// </summary>
internal sealed class CsvReadings
{
    private readonly CsvOptions _options;
    private readonly IReadOnlyList<Channel> _channels;
    private readonly LocalClock _clock;

    /// <exception cref="IngestException">An option cannot be, or the zone is not known.</exception>
    public CsvReadings(CsvOptions options, IReadOnlyList<Channel> channels)
    {
        options.Check(channels.Count);
        _options = options;
        _channels = channels;
        _clock = LocalClock.In(options.Zone);
    }

    /// <summary>Which columns of the file are what.</summary>
    /// <exception cref="IngestException">The file cannot be read, or lacks a column.</exception>
    public CsvColumns Columns()
    {
        using CsvLines lines = CsvLines.Open(_options.Path);
        return ColumnsOf(lines);
    }

    /// <summary>Reads the file from its beginning; always the same <see cref="Burst"/> object, refilled.</summary>
    /// <exception cref="IngestException">A line is wrong; the sentence names file, line and value.</exception>
    public IEnumerable<Burst> Read()
    {
        using CsvLines lines = CsvLines.Open(_options.Path);
        CsvColumns columns = ColumnsOf(lines);
        var pending = new PendingSamples(_options.SamplesPerRow, _channels.Count);
        var burst = new Burst(_options.SamplesPerRow, _channels.Count) { Sensor = _options.Sensor };
        while (lines.Read())
        {
            long time = Time(lines, columns);
            if (pending.IsFull || (pending.Count > 0 && Dates.DayNumber(pending.LastTime) != Dates.DayNumber(time)))
            {
                pending.MoveTo(burst);
                yield return burst;
            }

            AddValues(lines, columns, pending.Add(time));
        }

        if (pending.Count > 0)
        {
            pending.MoveTo(burst);
            yield return burst;
        }
    }

    private CsvColumns ColumnsOf(CsvLines lines) =>
        CsvColumns.Of(Path.GetFileName(_options.Path), lines.Header, _channels, _options.TimeColumn);

    private long Time(CsvLines lines, CsvColumns columns)
    {
        ReadOnlySpan<char> text = lines.Field(columns.Time);
        return _clock.TryParse(text, out long micros, out string? fault)
            ? micros
            : throw lines.Fault($"{lines.Header[columns.Time]} {text} {fault}");
    }

    private void AddValues(CsvLines lines, CsvColumns columns, Span<long?> values)
    {
        for (int channel = 0; channel < values.Length; channel++)
        {
            int column = columns.Channels[channel];
            ReadOnlySpan<char> text = lines.Field(column);
            if (text.IsWhiteSpace())
            {
                values[channel] = null;
                continue;
            }

            Channel of = _channels[channel];
            values[channel] = ExactDecimal.TryParse(text, of.Scale, of.Precision, _options.Round, out long value, out string? fault)
                ? value
                : throw lines.Fault($"{lines.Header[column]} {text} {fault}");
        }
    }
}
