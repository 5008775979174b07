using System.Text;
using Ingest.Codec.CayenneLpp;
using Ingest.Codec.Columns;
using Ingest.Codec.Envelopes;
using Ingest.Codec.Protobuf;
using Ingest.Codec.Shapes;
using Ingest.Codec.Tests.Layout;
using Ingest.Codec.Versions;
using Xunit;

namespace Ingest.Codec.Tests;

/// <summary>A table has millions of payloads: one costs no garbage once the columns are long enough.</summary>
public class AllocationTests
{
    private const int Payloads = 1_000;

    [Fact]
    public void Cayenne_lpp_allocates_nothing() => AssertNone(Lpp(), "0167ffd7018806765ff2960a0003e8");

    [Fact]
    public void Protocol_buffers_allocate_nothing() => AssertNone(
        new ProtobufDecoder(
            Set(Google.Protobuf.WellKnownTypes.TimestampReflection.Descriptor),
            "google.protobuf.Timestamp",
            new ProtobufMapping(),
            [new ProtobufChannel(new Channel("seconds", 0, 18), "seconds"), new ProtobufChannel(new Channel("nanos", ColumnType.Text), "nanos")],
            PayloadLimits.Default),
        "0880ccb9ff0510959aef3a");

    [Fact]
    public void Versions_allocate_nothing() => AssertNone(
        new VersionDecoder(0, 1, false, new Dictionary<long, IPayloadDecoder> { [1] = Lpp(), [2] = Lpp() }, true), "020167ffd7");

    [Fact]
    public void The_long_shape_allocates_nothing() => AssertNone(new LongDecoder(Lpp(), ColumnType.Double), "0167ffd7018806765ff2960a0003e8");

    [Fact]
    public void Zstandard_base64_and_hex_allocate_nothing()
    {
        string frame = "28b52ffd2004210000" + "0167ffd7";
        string text = Convert.ToBase64String(Encoding.ASCII.GetBytes(frame));

        AssertNone(
            new EnvelopeDecoder([Envelope.Base64, Envelope.Hex, Envelope.Zstd], Lpp(), PayloadLimits.Default),
            Convert.ToHexString(Encoding.ASCII.GetBytes(text)));
    }

    private static CayenneLppDecoder Lpp() => new(
        [new LppChannel(new Channel("t", 1), 1, "temperature"), new LppChannel(new Channel("lat", 4), 1, "gps", "latitude")], PayloadLimits.Default);

    private static byte[] Set(Google.Protobuf.Reflection.FileDescriptor file) =>
        Google.Protobuf.MessageExtensions.ToByteArray(new Google.Protobuf.Reflection.FileDescriptorSet { File = { file.ToProto() } });

    private static void AssertNone(IPayloadDecoder decoder, string hex)
    {
        byte[] payload = Convert.FromHexString(hex);
        SampleColumns columns = LayoutRows.Empty(decoder);
        Decode(decoder, payload, columns);
        columns.RollBack(0);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Decode(decoder, payload, columns);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(columns.Count >= Payloads);
    }

    private static void Decode(IPayloadDecoder decoder, byte[] payload, SampleColumns columns)
    {
        for (int i = 0; i < Payloads; i++)
        {
            decoder.Decode(payload, columns);
        }
    }
}
