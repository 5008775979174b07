using System.Text;
using CsCheck;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents;
using Ingest.Codec.Documents.Senml;
using Ingest.Codec.Tests.Layout;
using Xunit;

namespace Ingest.Codec.Tests.Documents.Senml;

/// <summary>The rules of RFC 8428, section 4, one by one.</summary>
public class ResolvingTests
{
    internal static readonly string[] Fields =
    [
        "\"bn\":\"a\"", "\"bn\":\"\"", "\"bt\":1e9", "\"bt\":-3", "\"bu\":\"A\"", "\"bv\":0.1", "\"bs\":7",
        "\"bver\":10", "\"n\":\"t\"", "\"u\":\"V\"", "\"v\":1.5", "\"v\":1e300", "\"vs\":\"x\"", "\"vb\":true",
        "\"vd\":\"aGk\"", "\"vd\":\"!\"", "\"s\":3", "\"t\":-1.5", "\"t\":1e99", "\"ut\":5", "\"x\":[{}]", "\"v\":null",
    ];

    [Theory]
    [InlineData("0", "2021-01-01T00:00:00Z")]
    [InlineData("-0.000001", "2020-12-31T23:59:59.999999Z")]
    [InlineData("268435455.999999", "2029-07-04T21:24:15.999999Z")]
    [InlineData("268435456", "1978-07-04T21:24:16Z")]
    [InlineData("-268435456", "2012-06-30T02:35:44Z")]
    [InlineData("1.276020076001e+09", "2010-06-08T18:01:16.001Z")]
    public void Times_below_two_to_the_28th_are_relative_to_now(string time, string expected) =>
        Assert.Equal([$"{expected}|1"], SenmlRows.Named($$"""[{"n":"a","t":{{time}},"v":1}]""", SenmlRows.Channel("a", "a")));

    [Fact]
    public void Base_values_and_base_sums_are_added_exactly() => Assert.Equal(
        ["2021-01-01T00:00:00Z|a|-|0.3|-|-|30.7", "2021-01-01T00:00:00Z|a|-|-|x|-|30", "2021-01-01T00:00:00Z|a|-|1E+300|-|-|31"],
        SenmlRows.Long("""[{"bn":"a","bv":0.1,"bs":30,"v":0.2,"s":0.7},{"vs":"x"},{"v":1e300,"s":1}]"""));

    [Fact]
    public void A_record_may_have_a_sum_alone() => Assert.Equal(
        ["2021-01-01T00:00:00Z|5|-", "2021-01-01T00:00:01Z|7|1"],
        SenmlRows.Named(
            """[{"n":"a","s":5},{"n":"a","t":1,"v":1,"s":7},{"n":"b","t":2,"v":1}]""",
            SenmlRows.Channel("total", "a") with { Sum = true },
            SenmlRows.Channel("value", "a")));

    [Fact]
    public void Samples_come_in_the_order_of_their_times_first_record() => Assert.Equal(
        ["2021-01-01T00:00:03Z|1|3", "2021-01-01T00:00:01Z|2|-"],
        SenmlRows.Named(
            """[{"n":"a","t":3,"v":1},{"n":"a","t":1,"v":2},{"n":"b","t":3,"v":3},{"n":"c","t":9,"v":9}]""",
            SenmlRows.Channel("a", "a"),
            SenmlRows.Channel("b", "b")));

    [Fact]
    public void A_second_value_of_one_time_is_another_sample() => Assert.Equal(
        ["2021-01-01T00:00:00Z|1|3", "2021-01-01T00:00:00Z|2|4"],
        SenmlRows.Named(
            """[{"n":"b","v":3},{"n":"a","v":1},{"n":"a","v":2},{"n":"b","v":4}]""",
            SenmlRows.Channel("a", "a"),
            SenmlRows.Channel("b", "b")));

    [Fact]
    public void Many_times_find_their_samples()
    {
        string records = string.Join(',', Enumerable.Range(0, 2_000).Select(i => $$"""{"n":"a","t":{{i}},"v":{{i}}}""")
            .Concat(Enumerable.Range(0, 2_000).Reverse().Select(i => $$"""{"n":"b","t":{{i}},"v":{{i}}}""")));

        string[] rows = SenmlRows.Named($"[{records}]", SenmlRows.Channel("a", "a"), SenmlRows.Channel("b", "b"));

        Assert.Equal(2_000, rows.Length);
        Assert.All(rows.Index(), row => Assert.EndsWith($"|{row.Index}|{row.Index}", row.Item, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}", "the pack is an object, expected a list of records", 0)]
    [InlineData("[3]", "record 1: the record is a number, expected an object", 1)]
    [InlineData("""[{"v":1}]""", "record 1: the record has neither name nor base name", 6)]
    [InlineData("""[{"n":"a","v":"1"}]""", "record 1: v is text, expected a number", 14)]
    [InlineData("""[{"n":"a","v":1},{"n":5,"v":1}]""", "record 2: n is a number, expected text", 22)]
    [InlineData("""[{"n":"a","v":1,"vb":true}]""", "record 1: the record has v and vb, expected one value", 21)]
    [InlineData("""[{"bver":11,"n":"a","v":1}]""", "record 1: bver is another number, expected a number up to 10", 9)]
    [InlineData("""[{"new_":1,"n":"a","v":1}]""", "record 1: the record has a field that must be understood (its label ends with _) and is not known", 2)]
    [InlineData("""[{"n":"a","vd":"a"}]""", "the text of channel data_value is no Base64", 15)]
    public void What_is_no_pack_is_refused_with_record_and_byte(string pack, string reason, int offset)
    {
        PayloadException fault = Assert.Throws<PayloadException>(() => SenmlRows.Long(pack));

        Assert.EndsWith(reason, fault.Reason, StringComparison.Ordinal);
        Assert.Equal(offset, fault.Offset);
    }

    [Fact]
    public void A_relative_time_needs_the_rows_own()
    {
        SenmlDecoder decoder = SenmlRows.LongDecoder(DocumentFormat.Json);
        SampleColumns columns = LayoutRows.Empty(decoder);
        columns.RowTime = null;

        Assert.True(decoder.NeedsRowTime);
        Assert.Equal(1, decoder.Decode("""[{"n":"a","t":1e9,"v":1}]"""u8, columns));
        Assert.Throws<PayloadException>(() => decoder.Decode("""[{"n":"a","v":1}]"""u8, columns));
    }

    [Fact]
    public void What_decides_the_values_changes_the_definition()
    {
        SenmlChannel one = SenmlRows.Channel("a", "a");
        SenmlChannel[] channels = [one, one with { Record = "b" }, one with { RecordUnit = "V" }, one with { Sum = true }];
        string[] definitions =
        [
            .. channels.Select(channel => new SenmlDecoder(DocumentFormat.Json, [channel], PayloadLimits.Default).Definition),
            SenmlRows.LongDecoder(DocumentFormat.Json).Definition,
        ];

        Assert.Equal(definitions.Length, definitions.Distinct().Count());
        Assert.All(definitions, definition => Assert.Matches("^[0-9a-f]{16}$", definition));
    }

    [Fact]
    public void What_cannot_be_is_refused_when_it_is_configured()
    {
        Assert.Throws<MappingException>(() => SenmlDecoder.Long(DocumentFormat.MessagePack, ColumnType.Double, PayloadLimits.Default));
        Assert.Throws<MappingException>(() => new SenmlDecoder(DocumentFormat.Json, [], PayloadLimits.Default));
        Assert.Throws<MappingException>(
            () => new SenmlDecoder(DocumentFormat.Json, [new(new Channel("a", ColumnType.Text), "a", Sum: true)], PayloadLimits.Default));
        Assert.Equal("senml-cbor", SenmlRows.LongDecoder(DocumentFormat.Cbor).Codec);
        Assert.Equal("senml-json", SenmlRows.LongDecoder(DocumentFormat.Json).Codec);
    }

    [Fact]
    public void A_long_name_is_not_repeated_beyond_the_limit()
    {
        string pack = $$"""[{"bn":"{{new string('a', 1_000)}}"},{{string.Join(',', Enumerable.Repeat("{\"v\":1}", 1_000))}}]""";
        SenmlDecoder decoder = SenmlDecoder.Long(DocumentFormat.Json, ColumnType.Double, new PayloadLimits { Bytes = 100_000 });

        PayloadException fault = Assert.Throws<PayloadException>(() => LayoutRows.Of(decoder, Encoding.UTF8.GetBytes(pack)));

        Assert.Contains("repeated", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_fields_decode_whole_or_not_at_all() =>
        Gen.Select(Gen.OneOf(Fields).Array[0, 5].Array[0, 6], Gen.Bool).Sample(
            (records, isLong) =>
            {
                string pack = $"[{string.Join(',', records.Select(record => $"{{{string.Join(',', record)}}}"))}]";
                SenmlDecoder decoder = isLong
                    ? SenmlRows.LongDecoder(DocumentFormat.Json)
                    : new SenmlDecoder(
                        DocumentFormat.Json,
                        [SenmlRows.Channel("a", "t"), SenmlRows.Channel("b", "at") with { Sum = true }],
                        PayloadLimits.Default);
                AssertWholeOrNothing(decoder, Encoding.UTF8.GetBytes(pack));
            },
            iter: 20_000);

    [Fact]
    public void Random_cbor_decodes_whole_or_not_at_all() =>
        Gen.Byte.Array[0, 40].Sample(
            bytes => AssertWholeOrNothing(SenmlRows.LongDecoder(DocumentFormat.Cbor), [0x82, 0xa3, 0x00, 0x61, 0x61, .. bytes]),
            iter: 20_000);

    private static void AssertWholeOrNothing(SenmlDecoder decoder, byte[] payload)
    {
        SampleColumns columns = LayoutRows.Empty(decoder);
        int samples = 0;
        try
        {
            samples = decoder.Decode(payload, columns);
        }
        catch (PayloadException fault)
        {
            Assert.InRange(fault.Offset, 0, payload.Length);
        }

        Assert.Equal(samples, columns.Count);
        Assert.All(columns.Channels, column => Assert.Equal(samples, column.Count));
    }
}
