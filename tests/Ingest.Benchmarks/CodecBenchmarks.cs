using BenchmarkDotNet.Attributes;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Codec.SensorPack;

namespace Ingest.Benchmarks;

/// <summary>Decoding a sensorpack payload of five slowly moving channels.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private const int Channels = 5;
    private const long Start = 1_609_459_200_000_000;
    private const long Cadence = 43_200_000;

    private static readonly SensorPackDecoder Decoder = new([.. Enumerable.Range(0, Channels).Select(i => new Channel($"c{i}", 2))]);

    private byte[] _payload = [];
    private SampleColumns _columns = null!;

    [Params(1, 50)]
    public int Samples { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        long[] times = [.. Enumerable.Range(0, Samples).Select(i => Start + (i * Cadence))];
        long[] values = [.. Enumerable.Range(0, Samples * Channels).Select(i => 2_000L + (i * 7 % 5))];
        byte[] buffer = new byte[SensorPackEncoder.BytesMax(Samples, Channels)];
        _payload = buffer[..SensorPackEncoder.Encode(times, values, default, buffer)];
        _columns = new SampleColumns(
            new FixedColumn<long>(ColumnType.TimestampMicros),
            [.. Decoder.Channels.Select(channel => ColumnBuffer.Create(channel.Type))]);
        Decode();
        if (!_columns.Time.Values.SequenceEqual(times))
        {
            throw new InvalidOperationException("Decoding does not give what was encoded.");
        }
    }

    [Benchmark]
    public int Decode()
    {
        _columns.RollBack(0);
        return Decoder.Decode(_payload, _columns);
    }
}
