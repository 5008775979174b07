using System.Text;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents;
using Ingest.Codec.Tests.Layout;
using Xunit;

namespace Ingest.Codec.Tests.Documents;

/// <summary>What a mapping says, and what is said of one that cannot be used.</summary>
public class MappingTests
{
    private static readonly DocumentMapping Each = new() { Samples = "r", Time = new DocumentTime("t", "s") };
    private static readonly DocumentMapping Lists = new() { Kind = SamplesKind.Columns, Time = new DocumentTime("t", "s") };

    [Theory]
    [InlineData("a", "1609459200", "s", "2021-01-01T00:00:00Z")]
    [InlineData("a", "1609459200.0000019", "s", "2021-01-01T00:00:00.000001Z")]
    [InlineData("a", "-0.0000001", "s", "1969-12-31T23:59:59.999999Z")]
    [InlineData("a", "1609459200001", "ms", "2021-01-01T00:00:00.001Z")]
    [InlineData("a", "1609459200000001", "us", "2021-01-01T00:00:00.000001Z")]
    [InlineData("a", "1609459200000001999", "ns", "2021-01-01T00:00:00.000001Z")]
    [InlineData("a", "26824320", "min", "2021-01-01T00:00:00Z")]
    [InlineData("a", "447072.5", "h", "2021-01-01T00:30:00Z")]
    [InlineData("a", "18628", "d", "2021-01-01T00:00:00Z")]
    [InlineData("a", "\"1609459200\"", "s", "2021-01-01T00:00:00Z")]
    [InlineData("a", "\"2021-01-01T00:00:00+01:00\"", "rfc3339", "2020-12-31T23:00:00Z")]
    public void A_time_is_what_the_mapping_says(string path, string value, string form, string expected) => Assert.Equal(
        [$"{expected}|{value.Trim('"')}"],
        Rows(
            $$"""{"a":{{value}}}""",
            new DocumentMapping { Time = new DocumentTime(path, form) },
            new DocumentChannel(new Channel("v", ColumnType.Text), "a")));

    [Fact]
    public void Samples_without_a_time_have_that_of_their_row()
    {
        DocumentDecoder decoder = Decoder(new DocumentMapping { Samples = "$" }, Value());
        SampleColumns columns = LayoutRows.Empty(decoder);
        columns.RowTime = null;

        Assert.True(decoder.NeedsRowTime);
        Assert.False(Decoder(Each, Value()).NeedsRowTime);
        Assert.Equal(["2021-01-01T00:00:00Z|1"], LayoutRows.Of(decoder, """[{"v":1}]"""u8.ToArray()));
        PayloadException fault = Assert.Throws<PayloadException>(() => decoder.Decode("""[{"v":1}]"""u8, columns));
        Assert.Equal("$[0]: the mapping has no time, and the row has none", fault.Reason);
    }

    [Fact]
    public void A_value_from_the_root_is_that_of_all_samples() => Assert.Equal(
        ["1970-01-01T00:01:01Z|7", "1970-01-01T00:01:02Z|7"],
        Rows(
            """{"from":1,"r":[{"t":1},{"t":2}],"v":7}""",
            Each with { Time = new DocumentTime("t", "s", "$.from", "min") },
            new DocumentChannel(new Channel("v", ColumnType.Int32), "$.v")));

    [Fact]
    public void The_last_of_members_with_the_same_name_counts() =>
        Assert.Equal(["1970-01-01T00:00:02Z|4"], Rows("""{"r":[{"t":1,"v":3,"v":4,"t":2}]}""", Each, Value()));

    [Fact]
    public void A_channel_that_is_missing_is_null() => Assert.Equal(
        ["1970-01-01T00:00:01Z|-", "1970-01-01T00:00:02Z|-"],
        Rows("""{"r":[{"t":1},{"t":2,"p":null}]}""", Each, new DocumentChannel(new Channel("v", ColumnType.Int32), "p.v[1]")));

    [Fact]
    public void Lists_may_lack_a_channel_but_no_time() => Assert.Equal(
        ["1970-01-01T00:00:01Z|-", "1970-01-01T00:00:02Z|-"], Rows("""{"t":[1,2]}""", Lists, Value()));

    [Theory]
    [InlineData("""{"r":[{"t":1,"v":3},{"t":1,"v":"x"}]}""", "r[1].v: value 'x' of channel v does not fit into int32", 31)]
    [InlineData("""{"r":[{"t":1,"v":[1]}]}""", "r[0].v: the value is a list, expected one that int32 holds", 17)]
    [InlineData("""{"r":[{"v":1}]}""", "r[0].t: the time is missing", 6)]
    [InlineData("""{"r":[{"t":null}]}""", "r[0].t: the time is null", 11)]
    [InlineData("""{"r":[{"t":true}]}""", "r[0].t: the time is true, expected a number", 11)]
    [InlineData("""{"r":[{"t":1e20}]}""", "r[0].t: time '1e20' is no number of s in the years 1 to 9999", 11)]
    [InlineData("""{"r":{"a":3}}""", "r[0]: the value is a number, expected an object with t", 10)]
    [InlineData("""{"r":3}""", "r is a number, expected a list or an object of samples", 5)]
    [InlineData("""{"r":null}""", "r is null, expected the samples", 0)]
    [InlineData("{}", "r is missing, expected the samples", 0)]
    [InlineData("[]", "the value is a list, expected an object with r", 0)]
    public void A_value_of_the_wrong_kind_is_refused_with_its_path_and_byte(string document, string reason, int offset) =>
        AssertRefused(Each, document, reason, offset);

    [Theory]
    [InlineData("""{"t":[1,2],"v":[1]}""", "v has 1 elements, t has 2", 15)]
    [InlineData("""{"t":[1,2],"v":1}""", "v is a number, expected a list; a value for all samples begins with $.", 15)]
    [InlineData("""{"v":[1]}""", "t is missing, expected a list; a value for all samples begins with $.", 0)]
    [InlineData("""{"t":[1,null],"v":[1,2]}""", "t[1]: the time is null", 8)]
    [InlineData("""{"t":[1,2],"v":[1,{}]}""", "v[1]: the value is an object, expected one that int32 holds", 18)]
    public void Lists_that_do_not_fit_are_refused(string document, string reason, int offset) => AssertRefused(Lists, document, reason, offset);

    [Theory]
    [InlineData("{\"r\":[{\"t\":1,}]}")]
    [InlineData("{\"r\":[{\"t\":\"\\ud800\"}]}")]
    [InlineData("{} {}")]
    public void What_is_no_json_is_refused(string document)
    {
        PayloadException fault = Assert.Throws<PayloadException>(() => Rows(document, Each, Value()));

        Assert.StartsWith("the payload is no JSON: ", fault.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_hold()
    {
        Refused(new PayloadLimits { Samples = 2 }, """{"r":[{"t":1},{"t":2},{"t":3}]}""", "payload has 3 samples of 1 channels");
        Refused(new PayloadLimits { Points = 2 }, """{"r":[{"t":1},{"t":2},{"t":3}]}""", "payload has 3 samples of 1 channels");
        Refused(new PayloadLimits { Depth = 2 }, """{"r":[{"t":1}]}""", "more than 2 objects and lists are within one another");
        Refused(new PayloadLimits { Bytes = 9 }, """{"r":[{"t":1}]}""", "payload has 15 bytes, expected 1 to 9");
        Refused(PayloadLimits.Default, "", "payload has 0 bytes");
        Refused(new PayloadLimits { Points = 1 }, $"[{string.Join(',', Enumerable.Repeat('0', 70_000))}]", "the document has more than 65536 values");
    }

    [Fact]
    public void Text_for_all_samples_is_not_repeated_beyond_the_limit()
    {
        string document = $$"""{"r":[{{string.Join(',', Enumerable.Repeat("{\"t\":1}", 1_000))}}],"v":"{{new string('x', 1_000)}}"}""";
        var channel = new DocumentChannel(new Channel("v", ColumnType.Text), "$.v");

        Assert.Equal(1_000, Rows(document, Each, channel).Length);
        PayloadException fault = Assert.Throws<PayloadException>(
            () => Rows(document, Each, new PayloadLimits { Bytes = 500_000 }, channel));
        Assert.StartsWith("what is repeated to all samples has 1000000 bytes", fault.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a..b", "Channels[0].Path: path \"a..b\", character 3: expected a name, in quotes where it has a point, a bracket or a quote")]
    [InlineData("a.", "Channels[0].Path: path \"a.\", character 3: expected a name, in quotes where it has a point, a bracket or a quote")]
    [InlineData("a[x]", "Channels[0].Path: path \"a[x]\", character 2: expected an element's number in brackets, such as [0]")]
    [InlineData("a[-1]", "Channels[0].Path: path \"a[-1]\", character 2: expected an element's number in brackets, such as [0]")]
    [InlineData("a[0", "Channels[0].Path: path \"a[0\", character 2: expected an element's number in brackets, such as [0]")]
    [InlineData("a[0]b", "Channels[0].Path: path \"a[0]b\", character 5: expected a point or [")]
    [InlineData("'a", "Channels[0].Path: path \"'a\", character 1: the quote does not end")]
    public void A_path_that_is_none_is_refused(string path, string message)
    {
        var channel = new DocumentChannel(new Channel("v", ColumnType.Int32), path);

        Assert.Equal(message, Assert.Throws<MappingException>(() => Decoder(Each, channel)).Message);
    }

    [Fact]
    public void A_mapping_that_cannot_be_used_is_refused()
    {
        Assert.Equal(
            "Time.As: 'RFC3339' is no form of a time, expected one of ns, us, ms, s, min, h, d, rfc3339; did you mean rfc3339?",
            Assert.Throws<MappingException>(() => Decoder(Each with { Time = new DocumentTime("t", "RFC3339") }, Value())).Message);
        Assert.Equal("Time.Base", Assert.Throws<MappingException>(
            () => Decoder(Each with { Time = new DocumentTime("t", Base: "b") }, Value())).Property);
        Assert.Equal("Channels", Assert.Throws<MappingException>(() => Decoder(Each)).Property);
    }

    [Fact]
    public void What_decides_the_values_changes_the_definition()
    {
        DocumentMapping[] mappings =
        [
            Each, Lists, Each with { Samples = "" }, Each with { Time = null }, Each with { Time = new DocumentTime("u", "s") },
            Each with { Time = new DocumentTime("t", "ms") }, Each with { Time = new DocumentTime("t", "s", "b") },
            Each with { Time = new DocumentTime("t", "s", "b", "ms") },
        ];
        string[] definitions =
        [
            .. mappings.Select(mapping => Decoder(mapping, Value()).Definition),
            Decoder(Each, Value() with { Path = "w" }).Definition,
            Decoder(Each, Value() with { As = "s" }).Definition,
        ];

        Assert.Equal(definitions.Length, definitions.Distinct().Count());
        Assert.All(definitions, definition => Assert.Matches("^[0-9a-f]{16}$", definition));
        Assert.Equal(definitions[0], Decoder(Each, Value()).Definition);
    }

    private static void AssertRefused(DocumentMapping mapping, string document, string reason, int offset)
    {
        PayloadException fault = Assert.Throws<PayloadException>(() => Rows(document, mapping, Value()));

        Assert.Equal((reason, offset), (fault.Reason, fault.Offset));
    }

    private static void Refused(PayloadLimits limits, string document, string reason)
    {
        PayloadException fault = Assert.Throws<PayloadException>(() => Rows(document, Each, limits, Value()));

        Assert.StartsWith(reason, fault.Reason, StringComparison.Ordinal);
    }

    private static DocumentChannel Value() => new(new Channel("v", ColumnType.Int32), "v");

    private static string[] Rows(string document, DocumentMapping mapping, params DocumentChannel[] channels) =>
        Rows(document, mapping, PayloadLimits.Default, channels);

    private static string[] Rows(string document, DocumentMapping mapping, PayloadLimits limits, params DocumentChannel[] channels) =>
        LayoutRows.Of(new DocumentDecoder(DocumentFormat.Json, mapping, channels, limits), Encoding.UTF8.GetBytes(document));

    private static DocumentDecoder Decoder(DocumentMapping mapping, params DocumentChannel[] channels) =>
        new(DocumentFormat.Json, mapping, channels, PayloadLimits.Default);
}
