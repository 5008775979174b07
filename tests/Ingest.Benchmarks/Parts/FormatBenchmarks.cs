using System.Globalization;
using BenchmarkDotNet.Attributes;
using Ingest.Benchmarks.Parts.Formats;
using Ingest.Codec.Columns;

namespace Ingest.Benchmarks.Parts;

/// <summary>Decoding the same reference readings from each format; an item is a point.</summary>
[Config(typeof(PartsConfig))]
public class FormatBenchmarks
{
    private readonly List<byte[]> _payloads = [];
    private readonly List<Reading> _readings = [];
    private Format _format = null!;
    private SampleColumns _columns = null!;

    /// <summary>The format, and the samples of a payload. Cayenne LPP has one.</summary>
    [Params(
        "sensorpack:50", "sensorpack:1", "sensorpack-layout:50", "sensorpack-layout:1", "layout:50", "layout:1", "json:50", "json:1", "cbor:50", "cbor:1",
        "messagepack:50", "messagepack:1", "senml-json:50", "senml-json:1", "protobuf:50", "protobuf:1", "gzip-json:50", "gzip-json:1", "cayenne-lpp:1")]
    public string Payload { get; set; } = "";

    [Items(100_000, smoke: 1_000)]
    public int Points { get; set; }

    /// <summary>Bytes of a payload, in the mean.</summary>
    public double PayloadBytes => _payloads.Average(payload => payload.Length);

    [GlobalSetup]
    public void Setup()
    {
        string[] parts = Payload.Split(':');
        int samples = int.Parse(parts[1], CultureInfo.InvariantCulture);
        _format = Format.Of(parts[0], samples);
        _columns = new SampleColumns(
            new FixedColumn<long>(ColumnType.TimestampMicros), [.. Readings.Channels.Select(channel => ColumnBuffer.Create(channel.Type))]);
        foreach (Reading[] readings in Readings.Bursts(samples, Points / Readings.Channels.Count).Select(Reading.Of))
        {
            _readings.AddRange(readings);
            _payloads.Add(_format.Write(readings));
        }

        CheckDecoded();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"// {Payload}: {PayloadBytes:0.0} bytes a payload"));
    }

    [Benchmark]
    public int Decode()
    {
        _columns.RollBack(0);
        int samples = 0;
        foreach (byte[] payload in _payloads)
        {
            // What has a time of its own does not look at it.
            _columns.RowTime = _readings[samples].Seconds * 1_000_000;
            samples += _format.Decoder.Decode(payload, _columns);
        }

        return samples;
    }

    private void CheckDecoded()
    {
        Check.Same(Readings.Channels.Select(channel => channel.Name), _format.Decoder.Channels.Select(channel => channel.Name), "the channels");
        Check.That(Decode() == _readings.Count, "not every sample was decoded");
        Check.Same(_readings.Select(reading => reading.Seconds * 1_000_000), _columns.Time.Values.ToArray(), "the decoded times");
        for (int channel = 0; channel < Readings.Channels.Count; channel++)
        {
            int index = channel;
            Check.That(_columns.Channels[channel].NullCount == 0, "a value is missing");
            Check.Same(
                _readings.Select(reading => reading.Unscaled[index]),
                [.. ((FixedColumn<int>)_columns.Channels[channel]).Values.ToArray().Select(value => (long)value)],
                $"the decoded {Readings.Channels[channel].Name}");
        }
    }
}
