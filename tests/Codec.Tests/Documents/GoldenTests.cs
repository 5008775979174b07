using Ingest.Codec.Documents;
using Ingest.Codec.Tests.Layout;
using Xunit;

namespace Ingest.Codec.Tests.Documents;

/// <summary>Documents that independent encoders wrote give the rows that they were made of.</summary>
public class GoldenTests
{
    public static TheoryData<DocumentFormat, string> Cases
    {
        get
        {
            var cases = new TheoryData<DocumentFormat, string>();
            foreach (DocumentFormat format in Enum.GetValues<DocumentFormat>())
            {
                foreach (DocumentCase one in DocumentCase.All)
                {
                    cases.Add(format, one.Name);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_document_gives_the_rows_that_it_was_made_of(DocumentFormat format, string name)
    {
        DocumentCase one = DocumentCase.All.Single(other => other.Name == name);

        Assert.Equal(one.Rows, LayoutRows.Of(one.Decoder(format), one.Payload(format)));
    }

    [Fact]
    public void Each_format_has_its_name() => Assert.Equal(
        ["json", "cbor", "messagepack"], Enum.GetValues<DocumentFormat>().Select(format => DocumentCase.All[0].Decoder(format).Codec));

    [Fact]
    public void Payloads_that_were_read_before_leave_nothing_to_the_next()
    {
        foreach (DocumentFormat format in Enum.GetValues<DocumentFormat>())
        {
            DocumentCase one = DocumentCase.All[0];
            DocumentDecoder decoder = one.Decoder(format);
            Assert.Throws<PayloadException>(() => LayoutRows.Of(decoder, one.Payload(format)[..^1]));

            Assert.Equal(one.Rows, LayoutRows.Of(decoder, one.Payload(format)));
            Assert.Equal(one.Rows, LayoutRows.Of(decoder, one.Payload(format)));
        }
    }
}
