using System.Buffers;
using Ingest.Codec.Columns;
using Ingest.Codec.SensorPack;

namespace Ingest.Codec.Tests.SensorPack;

/// <summary>Samples as plain arrays: what goes into a payload and what comes out of the columns again.</summary>
public sealed record Burst(long[] Times, long?[][] Values)
{
    public int Points => Values.Sum(channel => channel.Count(value => value.HasValue));

    public byte[] Encode()
    {
        long[] values = [.. Values.SelectMany(channel => channel.Select(value => value ?? 4711))];
        byte[] nulls = [.. Values.SelectMany(channel => channel.Select(value => value.HasValue ? (byte)0 : (byte)1))];
        var output = new ArrayBufferWriter<byte>();
        SensorPackEncoder.Encode(Times, values, nulls, output);
        return output.WrittenSpan.ToArray();
    }

    public static Burst Decode(byte[] payload, IReadOnlyList<Channel> channels)
    {
        SampleColumns columns = EmptyColumns(channels);
        int samples = new SensorPackDecoder(channels).Decode(payload, columns);
        return From(columns, 0, samples);
    }

    public static Burst From(SampleColumns columns, int start, int count) => new(
        columns.Time.Values.Slice(start, count).ToArray(),
        [.. columns.Channels.Select(column => Rows(column, start, count))]);

    public static SampleColumns EmptyColumns(IReadOnlyList<Channel> channels) => new(
        new FixedColumn<long>(ColumnType.TimestampMicros),
        [.. channels.Select(channel => ColumnBuffer.Create(channel.Type))]);

    public static Channel[] Channels(int count, int precision = Channel.PrecisionMax) =>
        [.. Enumerable.Range(0, count).Select(i => new Channel($"c{i}", 0, precision))];

    public bool Equals(Burst? other) =>
        other is not null
        && Times.SequenceEqual(other.Times)
        && Values.Length == other.Values.Length
        && Values.Zip(other.Values).All(pair => pair.First.SequenceEqual(pair.Second));

    public override int GetHashCode() => Times.Length;

    public override string ToString() =>
        System.Text.Json.JsonSerializer.Serialize(new { Times, Values });

    private static long?[] Rows(ColumnBuffer column, int start, int count)
    {
        var rows = new long?[count];
        for (int i = 0; i < count; i++)
        {
            int row = start + i;
            long value = column is FixedColumn<int> ints ? ints.Values[row] : ((FixedColumn<long>)column).Values[row];
            Xunit.Assert.True(value == 0 || !column.IsNull(row), "A null row holds 0.");
            rows[i] = column.IsNull(row) ? null : value;
        }

        return rows;
    }
}
