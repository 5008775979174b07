using Ingest.Codec.Columns;
using Ingest.Codec.Tests.Layout;
using Xunit;

namespace Ingest.Codec.Tests.Fuzzing;

public class SharedDecoderTests
{
    [Fact]
    public void Many_threads_share_a_decoder_and_read_what_one_reads() => Parallel.ForEach(
        GoldenLayout.All,
        golden =>
        {
            IPayloadDecoder decoder = golden.Decoder();
            string[][] alone = [.. golden.Payloads.Select(payload => Rows(decoder, payload.Bytes))];

            Parallel.For(0, 8 * golden.Payloads.Length, i =>
                Assert.Equal(alone[i % alone.Length], Rows(decoder, golden.Payloads[i % alone.Length].Bytes)));
        });

    [Fact]
    public void A_payload_that_is_decoded_allocates_nothing_once_its_columns_are_there()
    {
        foreach (GoldenLayout golden in GoldenLayout.All)
        {
            IPayloadDecoder decoder = golden.Decoder();
            SampleColumns columns = LayoutRows.Empty(decoder);
            foreach (GoldenPayload payload in golden.Payloads.Where(payload => !payload.Refused))
            {
                byte[] bytes = payload.Bytes;
                decoder.Decode(bytes, columns);
                columns.RollBack(0);
                long before = GC.GetAllocatedBytesForCurrentThread();
                decoder.Decode(bytes, columns);
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                columns.RollBack(0);

                Assert.True(allocated == 0, $"{golden.Name}: {allocated} bytes for {payload.Hex}");
            }
        }
    }

    private static string[] Rows(IPayloadDecoder decoder, byte[] payload)
    {
        try
        {
            return LayoutRows.Of(decoder, payload);
        }
        catch (PayloadException fault)
        {
            return [fault.Message];
        }
    }
}
