using System.Globalization;
using System.Text;
using Ingest.Codec.Documents;
using Xunit;

namespace Ingest.Codec.Tests.Documents;

/// <summary>A document as a tree: values as the formats' specifications write them (RFC 8259; RFC 8949, appendix A; the MessagePack
/// specification).</summary>
public class DocumentNodeTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[true,null,"x"],"c":{"d":-2.5}}""", "{a:1 b:[flag 1,null,'x'] c:{d:real -2.5}}")]
    [InlineData("12", "12")]
    [InlineData("1e3", "real 1000")]
    [InlineData("\"2021-01-01T00:00:00Z\"", "'2021-01-01T00:00:00Z'")]
    [InlineData("""{"a":{},"b":[]}""", "{a:{} b:[]}")]
    public void Json_is_seen_as_it_is_written(string json, string tree) =>
        Assert.Equal(tree, Tree(DocumentFormat.Json, Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("a26161016162820203", "{a:1 b:[2,3]}")]
    [InlineData("a201020304", "{1:2 3:4}")]
    [InlineData("4401020304", "bytes")]
    [InlineData("c11a514b67b0", "1363896240")]
    [InlineData("fb3ff199999999999a", "real 1.1")]
    [InlineData("fa47c35000", "real 100000")]
    [InlineData("3863", "-100")]
    [InlineData("f5", "flag 1")]
    public void Cbor_has_integers_as_names_and_tells_bytes_from_text(string payload, string tree) =>
        Assert.Equal(tree, Tree(DocumentFormat.Cbor, Convert.FromHexString(payload)));

    [Theory]
    [InlineData("82a16101a16292c2c0", "{a:1 b:[flag 0,null]}")]
    [InlineData("c403010203", "bytes")]
    [InlineData("d6ff514b67b0", "time 1363896240000000")]
    [InlineData("cb3ff199999999999a", "real 1.1")]
    public void MessagePack_is_told_by_its_types(string payload, string tree) =>
        Assert.Equal(tree, Tree(DocumentFormat.MessagePack, Convert.FromHexString(payload)));

    [Theory]
    [InlineData(DocumentFormat.Json, "7b2261223a")]
    [InlineData(DocumentFormat.Json, "317b")]
    [InlineData(DocumentFormat.Cbor, "a26161")]
    [InlineData(DocumentFormat.MessagePack, "82a161")]
    public void What_is_no_document_to_its_last_byte_is_refused(DocumentFormat format, string payload) =>
        Assert.Throws<PayloadException>(() => Tree(format, Convert.FromHexString(payload)));

    private static string Tree(DocumentFormat format, byte[] payload) => Text(DocumentNode.Read(format, payload, PayloadLimits.Default));

    private static string Text(DocumentNode node) => node.Kind switch
    {
        DocumentNodeKind.Map => $"{{{string.Join(' ', node.Items.Select(item => $"{item.Name}:{Text(item)}"))}}}",
        DocumentNodeKind.List => $"[{string.Join(',', node.Items.Select(Text))}]",
        DocumentNodeKind.Text => $"'{node.Text}'",
        DocumentNodeKind.Integer => Number(node),
        DocumentNodeKind.Flag or DocumentNodeKind.Real or DocumentNodeKind.Time => $"{node.Kind.ToString().ToLowerInvariant()} {Number(node)}",
        _ => node.Kind.ToString().ToLowerInvariant(),
    };

    private static string Number(DocumentNode node) => node.Number.ToString(CultureInfo.InvariantCulture);
}
