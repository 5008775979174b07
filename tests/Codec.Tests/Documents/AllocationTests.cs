using System.Text;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents;
using Ingest.Codec.Tests.Documents.Senml;
using Ingest.Codec.Tests.Layout;
using Xunit;

namespace Ingest.Codec.Tests.Documents;

/// <summary>A payload leaves nothing behind for the garbage collector.</summary>
public class AllocationTests
{
    private const int Payloads = 200;

    [Theory]
    [InlineData(DocumentFormat.Json)]
    [InlineData(DocumentFormat.Cbor)]
    [InlineData(DocumentFormat.MessagePack)]
    public void Documents_are_decoded_without_allocating(DocumentFormat format)
    {
        foreach (DocumentCase one in DocumentCase.All.Where(one => one.Name is "columns" or "a list of objects, times in milliseconds"))
        {
            AssertNothing(one.Decoder(format), one.Payload(format));
        }
    }

    [Fact]
    public void Packs_are_decoded_without_allocating()
    {
        byte[] pack = Encoding.UTF8.GetBytes(
            $"[{{\"bn\":\"a\",\"bt\":1e9,\"v\":1}},{string.Join(',', Enumerable.Range(1, 500).Select(t => $"{{\"t\":{t},\"v\":{t}.5}}"))}]");

        AssertNothing(SenmlRows.LongDecoder(DocumentFormat.Json), pack);
    }

    private static void AssertNothing(IPayloadDecoder decoder, byte[] payload)
    {
        SampleColumns columns = LayoutRows.Empty(decoder);
        Decode(decoder, payload, columns);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Decode(decoder, payload, columns);

        // Less than a byte a payload: what the runtime itself does now and then.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Payloads);
    }

    private static void Decode(IPayloadDecoder decoder, byte[] payload, SampleColumns columns)
    {
        for (int i = 0; i < Payloads; i++)
        {
            decoder.Decode(payload, columns);
            columns.RollBack(0);
        }
    }
}
