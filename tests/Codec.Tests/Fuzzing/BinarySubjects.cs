using System.IO.Hashing;
using Ingest.Codec.CayenneLpp;
using Ingest.Codec.Columns;
using Ingest.Codec.SensorPack;
using Ingest.Codec.Tests.CayenneLpp;
using Ingest.Codec.Tests.Layout;
using Ingest.Codec.Tests.Protobuf;
using Ingest.Codec.Tests.SensorPack;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>Decoders of formats that are bytes in a fixed order, with the golden payloads.</summary>
internal static class BinarySubjects
{
    private const int LppChannelsMax = 8;

    /// <summary>Each configuration of the vectors with all payloads that were made for it, so that few inputs fail at their head; nearly
    /// all with their checksum.</summary>
    public static IEnumerable<Subject> SensorPack() =>
        from vector in (Vector[])[.. Golden.All.Valid, .. Golden.All.Readable, .. Golden.All.Malformed]
        group vector by string.Join(' ', vector.Channels.Select(channel => channel.Precision)) into alike
        select new Subject(new SensorPackDecoder(alike.First().Configuration), [.. alike.Select(vector => vector.Payload)], pack: Sealed);

    public static IEnumerable<Subject> Layout() =>
        GoldenLayout.All.Select(golden => new Subject(golden.Decoder(), [.. golden.Payloads.Select(payload => payload.Bytes)]));

    public static IEnumerable<Subject> Protobuf() =>
        ProtobufTests.All.Select(vector => new Subject(ProtobufTests.Decoder(vector), [vector.Payload], Words.Protobuf));

    /// <summary>Each vector's own decoder, and one with channels of all storages.</summary>
    public static IEnumerable<Subject> CayenneLpp()
    {
        byte[][] payloads = [.. LppVector.All.Select(vector => vector.Payload)];
        var kinds = new CayenneLppDecoder(
            [
                new LppChannel(new Channel("real", ColumnType.Double), 1, "temperature"),
                new LppChannel(new Channel("single", ColumnType.Float), 1, "gps", "altitude"),
                new LppChannel(new Channel("text", ColumnType.Text), 2, "accelerometer", "y"),
                new LppChannel(new Channel("whole", ColumnType.Int32), 1, "energy"),
                new LppChannel(new Channel("wide", ColumnType.Int64), 1, "generic_sensor"),
                new LppChannel(new Channel("at", ColumnType.TimestampMicros), 1, "unix_time"),
                new LppChannel(new Channel("narrow", 1, 2), 1, "temperature"),
                new LppChannel(new Channel("rounded", 0, 9) { Round = true }, 3, "load"),
            ],
            PayloadLimits.Default);
        return LppVector.All.Take(LppChannelsMax).Concat(LppVector.All.Where(vector => vector.Values.Length > 1))
            .Select(vector => new Subject(CayenneLppTests.Decoder(vector), payloads, Words.CayenneLpp))
            .Append(new Subject(kinds, payloads, Words.CayenneLpp));
    }

    internal static byte[] Sealed(byte[] payload)
    {
        byte[] whole = [.. payload];
        if (whole.Length >= sizeof(uint))
        {
            BitConverter.TryWriteBytes(whole.AsSpan(whole.Length - sizeof(uint)), Crc32.HashToUInt32(whole.AsSpan(0, whole.Length - sizeof(uint))));
        }

        return whole;
    }
}
