using System.Buffers.Binary;
using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Tests.Batching;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.TestKit;

namespace Ingest.Actors.Tests.Decoding;

/// <summary>A table of <c>id</c>, <c>sensor_id</c>, <c>note</c> and a payload that is nothing but the times of its samples.</summary>
internal static class DecodingFixture
{
    public static readonly DateTimeOffset Now = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
    public static readonly long Noon = Dates.Micros(Now);

    public static readonly SourceTable Table = new()
    {
        Spec = Readings.Table() with { Columns = ["note", "sensor_id"], Payload = new PayloadSpec("payload", new TimesDecoder()), SortBy = [] },
        Selected =
        [
            new SourceColumn("id", "bigint", new Column("id", ColumnType.Int64)),
            new SourceColumn("sensor_id", "int", new Column("sensor_id", ColumnType.Int32)),
            new SourceColumn("note", "text", new Column("note", ColumnType.Text)),
            new SourceColumn("payload", "blob", new Column("payload", ColumnType.Binary)),
        ],
        Key = [0],
        Carried = [2, 1],
        Payload = 3,
    };

    public static RowPage Page(params object?[][] rows) => Page(Table, rows);

    public static RowPage Page(SourceTable table, params object?[][] rows) =>
        new(table, Rows.Batch([.. table.Selected.Select(column => column.Lake)], rows));

    public static RowDecoder Decoder(SourceTable? table = null, int batchBytes = int.MaxValue)
    {
        table ??= Table;
        return new RowDecoder(table, DecodedSchema.Of(table), Now, batchBytes);
    }

    /// <summary>Decodes the rows of a block of keys, which has no end.</summary>
    public static RowDecoder EndlessDecoder() => new(Table, DecodedSchema.Of(Table), null, int.MaxValue);

    public static byte[] Payload(params long[] times)
    {
        byte[] payload = new byte[times.Length * sizeof(long)];
        for (int i = 0; i < times.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(i * sizeof(long)), times[i]);
        }

        return payload;
    }

    /// <summary>Appends a sample for each time; every second value is null. A torn last time fails after the others.</summary>
    private sealed class TimesDecoder : IPayloadDecoder
    {
        public string Codec => "times";

        public int Version => 1;

        public IReadOnlyList<Channel> Channels { get; } = [new Channel("value", 2)];

        public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
        {
            int before = samples.Count;
            for (int at = 0; at < payload.Length; at += sizeof(long))
            {
                if (payload.Length - at < sizeof(long))
                {
                    samples.RollBack(before);
                    throw new PayloadException("torn time", at);
                }

                samples.Time.Append(BinaryPrimitives.ReadInt64LittleEndian(payload[at..]));
                if (at / sizeof(long) % 2 == 0)
                {
                    ((FixedColumn<int>)samples.Channels[0]).Append(at);
                }
                else
                {
                    samples.Channels[0].AppendNull();
                }
            }

            return samples.Count - before;
        }
    }
}
