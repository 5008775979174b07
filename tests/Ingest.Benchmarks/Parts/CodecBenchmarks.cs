using BenchmarkDotNet.Attributes;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Codec.Layout;
using Ingest.Codec.SensorPack;
using Ingest.Host.Sampling;

namespace Ingest.Benchmarks.Parts;

/// <summary>Decoding and encoding sensorpack payloads of the reference readings, by its own decoder and by the layout that describes
/// it; an item is a point.</summary>
[Config(typeof(PartsConfig))]
public class CodecBenchmarks
{
    private static readonly SensorPackDecoder Decoder = new(Readings.Channels);
    private static readonly LayoutDecoder Layout = LayoutDecoder.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "sensorpack.layout.json")), PayloadLimits.Default);

    // Burst after burst; within one, channel after channel.
    private long[] _times = [];
    private long[] _values = [];

    private byte[] _buffer = [];
    private BytesColumn _payloads = null!;
    private SampleColumns _columns = null!;

    [Params(1, 50)]
    public int Samples { get; set; }

    [Items(100_000, smoke: 1_000)]
    public int Points { get; set; }

    private int ValuesPerRow => Samples * Readings.Channels.Count;

    private int Rows => Points / ValuesPerRow;

    [GlobalSetup]
    public void Setup()
    {
        var times = new List<long>();
        var values = new List<long>();
        foreach (Burst burst in Readings.Bursts(Samples, Points / Readings.Channels.Count))
        {
            times.AddRange(burst.Times);
            values.AddRange(burst.Values);
        }

        _times = [.. times];
        _values = [.. values];
        _buffer = new byte[SensorPackEncoder.BytesMax(Samples, Readings.Channels.Count)];
        _payloads = new BytesColumn(ColumnType.Binary);
        _columns = new SampleColumns(
            new FixedColumn<long>(ColumnType.TimestampMicros),
            [.. Readings.Channels.Select(channel => ColumnBuffer.Create(channel.Type))]);
        CheckEncoded();
        CheckDecoded(Decoder);
        CheckDecoded(Layout);
    }

    [Benchmark(Baseline = true)]
    public int Decode() => DecodeAll(Decoder);

    [Benchmark]
    public int DecodeByLayout() => DecodeAll(Layout);

    [Benchmark]
    public int Encode()
    {
        int bytes = 0;
        for (int row = 0; row < Rows; row++)
        {
            bytes += EncodeRow(row);
        }

        return bytes;
    }

    private int DecodeAll(IPayloadDecoder decoder)
    {
        _columns.RollBack(0);
        int samples = 0;
        for (int row = 0; row < _payloads.Count; row++)
        {
            samples += decoder.Decode(_payloads[row], _columns);
        }

        return samples;
    }

    private int EncodeRow(int row) => SensorPackEncoder.Encode(
        _times.AsSpan(row * Samples, Samples), _values.AsSpan(row * ValuesPerRow, ValuesPerRow), default, _buffer);

    private void CheckEncoded()
    {
        var times = new List<long>();
        var values = new List<long>();
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<byte> payload = _buffer.AsSpan(0, EncodeRow(row));
            _payloads.Append(payload);
            (long[] rowTimes, long[] rowValues) = PlainSensorPack.Read(payload);
            times.AddRange(rowTimes);
            values.AddRange(rowValues);
        }

        Check.Same(_times, times, "the encoded times");
        Check.Same(_values, values, "the encoded values");
        Check.That(Encode() == _payloads.ByteCount, "encoding again takes other bytes");
    }

    private void CheckDecoded(IPayloadDecoder decoder)
    {
        Check.That(DecodeAll(decoder) == _times.Length, "not every sample was decoded");
        Check.Same(_times, _columns.Time.Values.ToArray(), "the decoded times");
        for (int channel = 0; channel < Readings.Channels.Count; channel++)
        {
            int first = channel * Samples;
            Check.Same(
                Enumerable.Range(0, Rows).SelectMany(row => _values.Skip((row * ValuesPerRow) + first).Take(Samples)),
                [.. ((FixedColumn<int>)_columns.Channels[channel]).Values.ToArray().Select(value => (long)value)],
                $"the decoded {Readings.Channels[channel].Name}");
        }
    }
}
