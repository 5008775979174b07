using CsCheck;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents;
using Ingest.Codec.Tests.Layout;
using Xunit;

namespace Ingest.Codec.Tests.Documents;

/// <summary>Whatever bytes come, a document is decoded whole or not at all.</summary>
public class CorruptionTests
{
    private static readonly PayloadLimits Limits = new() { Bytes = 4_096, Samples = 100, Points = 300, Depth = 8 };
    private static readonly DocumentFormat[] Formats = Enum.GetValues<DocumentFormat>();

    [Fact]
    public void Every_truncation_is_noticed()
    {
        foreach ((DocumentCase one, DocumentFormat format) in DocumentCase.All.SelectMany(_ => Formats, (one, format) => (one, format)))
        {
            DocumentDecoder decoder = one.Decoder(format);
            SampleColumns columns = LayoutRows.Empty(decoder);
            byte[] payload = one.Payload(format);
            for (int length = 0; length < payload.Length; length++)
            {
                PayloadException fault = Assert.Throws<PayloadException>(() => decoder.Decode(payload.AsSpan(0, length), columns));
                Assert.InRange(fault.Offset, 0, length);
                AssertEmpty(columns);
            }
        }
    }

    [Fact]
    public void Bytes_after_a_document_are_noticed()
    {
        foreach ((DocumentCase one, DocumentFormat format) in DocumentCase.All.SelectMany(_ => Formats, (one, format) => (one, format)))
        {
            DocumentDecoder decoder = one.Decoder(format);
            byte[] payload = [.. one.Payload(format), (byte)'1'];

            PayloadException fault = Assert.Throws<PayloadException>(() => decoder.Decode(payload, LayoutRows.Empty(decoder)));

            Assert.Equal(payload.Length - 1, fault.Offset);
        }
    }

    [Fact]
    public void Changed_documents_decode_whole_or_not_at_all() =>
        Gen.Select(
            Gen.Int[0, DocumentCase.All.Length - 1],
            Gen.OneOf(Formats),
            Gen.Select(Gen.Double.Unit, Gen.Byte).Array[1, 4],
            Gen.Double.Unit).Sample(
            (index, format, changes, cut) =>
            {
                byte[] payload = DocumentCase.All[index].Payload(format);
                foreach ((double where, byte value) in changes)
                {
                    payload[(int)(where * (payload.Length - 1))] = value;
                }

                AssertWholeOrNothing(
                    DocumentCase.All[index].Decoder(format, Limits), cut < 0.8 ? payload : payload[..(int)(payload.Length * cut)]);
            },
            iter: 20_000);

    [Fact]
    public void Random_bytes_decode_whole_or_not_at_all() =>
        Gen.Select(Gen.Int[0, DocumentCase.All.Length - 1], Gen.OneOf(Formats), Gen.Byte.Array[0, 40]).Sample(
            (index, format, payload) => AssertWholeOrNothing(DocumentCase.All[index].Decoder(format, Limits), payload),
            iter: 20_000);

    /// <summary>Any value where a number, a time or a list of samples is expected.</summary>
    [Fact]
    public void Values_of_any_kind_decode_whole_or_not_at_all() =>
        Gen.Select(
            Gen.OneOf("int32", "int64", "float", "double", "text", "binary", "timestamp", "decimal(9,2)", "decimal(18,9)"),
            Gen.OneOf("", "$", "'1'"),
            Gen.OneOf("s", "ms", "us", "ns", "min", "h", "d", "rfc3339", "row"),
            Gen.OneOf(DocumentFormat.Cbor, DocumentFormat.MessagePack),
            Gen.Byte.Array[1, 24]).Sample(
            (type, samples, unit, format, payload) => AssertWholeOrNothing(
                new DocumentDecoder(
                    format,
                    new DocumentMapping { Samples = samples, Time = unit == "row" ? null : new DocumentTime("", unit) },
                    [new(new Channel("a", DocumentCase.Type(type)), "")],
                    Limits),
                payload),
            iter: 50_000);

    private static void AssertWholeOrNothing(DocumentDecoder decoder, byte[] payload)
    {
        SampleColumns columns = LayoutRows.Empty(decoder);
        int samples;
        try
        {
            samples = decoder.Decode(payload, columns);
        }
        catch (PayloadException fault)
        {
            Assert.InRange(fault.Offset, 0, payload.Length);
            AssertEmpty(columns);
            return;
        }

        Assert.InRange(samples, 0, Limits.Samples);
        Assert.Equal(samples, columns.Count);
        Assert.All(columns.Channels, column => Assert.Equal(samples, column.Count));
    }

    private static void AssertEmpty(SampleColumns columns)
    {
        Assert.Equal(0, columns.Count);
        Assert.All(columns.Channels, column => Assert.Equal((0, 0), (column.Count, column.NullCount)));
    }
}
