using Xunit;

namespace Ingest.Codec.Tests.Layout;

/// <summary>Lists, bits, choices, series. The payloads are what the words of docs/layout.md say, byte by byte.</summary>
public class StructureTests
{
    [Fact]
    public void Records_of_a_list_become_rows_and_what_is_beside_it_is_repeated() => Assert.Equal(
        ["2021-01-01T00:00:00Z|3.00|21.50|50.0", "2021-01-01T00:01:00Z|3.00|-|50.5"],
        LayoutRows.Of(
            """
            {
              "Fields": {
                "_version": "u8 = 1", "_count": "u8", "_start": "u32 s", "battery": "u8 /100 V +1",
                "samples": { "Repeat": "_count", "Fields": { "time": "u16 s + _start", "temperature": "i16 /100 Cel null=-32768", "humidity": "u8 /2 %" } }
              }
            }
            """,
            "01 02 0066ee5f c8  0000 6608 64  3c00 0080 65"));

    [Fact]
    public void A_list_without_a_count_reaches_to_the_fields_after_it() => Assert.Equal(
        ["2021-01-01T00:00:00Z|1", "2021-01-01T00:00:00Z|2", "2021-01-01T00:00:00Z|3"],
        LayoutRows.Of("""{ "Fields": { "list": { "Repeat": "end", "Fields": { "x": "u8" } }, "_sum": "sum8" } }""", "01 02 03 06"));

    [Fact]
    public void Records_of_different_lengths_reach_to_the_fields_after_them_too() => Assert.Equal(
        ["2021-01-01T00:00:00Z|1", "2021-01-01T00:00:00Z|300"],
        LayoutRows.Of("""{ "Fields": { "list": { "Repeat": "end", "Fields": { "x": "varint" } }, "_end": "u16 = 0xffff" } }""", "01 ac 02 ff ff"));

    [Fact]
    public void Lists_within_lists_give_the_rows_of_the_innermost() => Assert.Equal(
        ["2021-01-01T00:00:00Z|7|1", "2021-01-01T00:00:00Z|7|2", "2021-01-01T00:00:00Z|8|3"],
        LayoutRows.Of(
            """
            { "Fields": { "_n": "u8", "sensors": { "Repeat": "_n", "Fields": {
                "sensor": "u8", "_m": "u8", "values": { "Repeat": "_m", "Fields": { "x": "u8" } } } } } }
            """,
            "02  07 02 01 02  08 01 03"));

    [Fact]
    public void Lists_side_by_side_are_columns_of_the_same_rows() => Assert.Equal(
        ["2021-01-01T00:00:00Z|1|10", "2021-01-01T00:00:00Z|2|20"],
        LayoutRows.Of("""{ "Fields": { "a": { "Series": "2", "Rest": "u8" }, "b": { "Series": "2", "Rest": "u16" } } }""", "01 02 0a00 1400"));

    [Fact]
    public void Lists_of_different_lengths_side_by_side_are_refused()
    {
        PayloadException fault = Assert.Throws<PayloadException>(() => LayoutRows.Of(
            """{ "Fields": { "_n": "u8", "a": { "Series": "_n", "Rest": "u8" }, "b": { "Series": "2", "Rest": "u8" } } }""", "01 05 06 07"));

        Assert.Equal(("a list has 2 samples, the one before it 1", 2), (fault.Reason, fault.Offset));
    }

    [Fact]
    public void An_empty_list_gives_no_rows() => Assert.Empty(
        LayoutRows.Of("""{ "Fields": { "_n": "u8", "a": "u8", "list": { "Repeat": "_n", "Fields": { "x": "u8" } } } }""", "00 01"));

    [Theory]
    [InlineData("low", "b5 2a", "1|10|8.5")]
    [InlineData("high", "5a 95", "1|2|-8.5")]
    public void Bits_of_an_integer_are_fields(string order, string payload, string expected) => Assert.Equal(
        [$"2021-01-01T00:00:00Z|{expected}"],
        LayoutRows.Of(
            $$"""{ "Fields": { "_flags": { "Bits": "u16", "Order": "{{order}}", "Fields": { "door": "bool", "mode": "u4", "level": "i8 /10", "_spare": "u3" } } } }""",
            payload));

    [Fact]
    public void Bits_of_many_records_are_fields() => Assert.Equal(
        ["2021-01-01T00:00:00Z|1|2", "2021-01-01T00:00:00Z|3|4"],
        LayoutRows.Of("""{ "Fields": { "l": { "Repeat": "end", "Fields": { "_b": { "Bits": "u8", "Fields": { "low": "u4", "high": "u4" } } } } } }""", "21 43"));

    [Fact]
    public void A_switch_reads_the_fields_of_its_case_and_leaves_the_others_null() => Assert.Equal(
        ["2021-01-01T00:00:00Z|21.5|-", "2021-01-01T00:00:00Z|-|7", "2021-01-01T00:00:00Z|1.5|-"],
        LayoutRows.Of(
            """
            { "Fields": { "l": { "Repeat": "end", "Fields": { "_type": "u8", "_": { "Switch": "_type", "Cases": {
                "1": { "temperature": "u16 /10" }, "2": { "count": "u8" }, "else": { "temperature": "u8 /2 decimal(9,1)" } } } } } } }
            """,
            "01 d700  02 07  09 03"));

    [Fact]
    public void A_case_that_is_not_there_is_refused_with_its_place()
    {
        PayloadException fault = Assert.Throws<PayloadException>(() => LayoutRows.Of(
            """{ "Fields": { "_type": "u8", "_": { "Switch": "_type", "Cases": { "1": { "x": "u8" }, "3..5": { "x": "u8 *2" } } } } }""", "02 07"));

        Assert.Equal(("_type is 2, and the layout knows 1, 3 to 5", 1), (fault.Reason, fault.Offset));
    }

    [Fact]
    public void Fields_may_depend_on_bits_and_numbers() => Assert.Equal(
        ["2021-01-01T00:00:00Z|1|-|3", "2021-01-01T00:00:00Z|-|2|4"],
        LayoutRows.Of(
            """{ "Fields": { "l": { "Repeat": "end", "Fields": { "_f": "u8", "a": "u8 if _f.0", "b": "u8 if _f=2", "c": "u8 if _f" } } } }""",
            "01 01 03  02 02 04"));

    [Fact]
    public void Differences_are_summed_up() => Assert.Equal(
        ["2021-01-01T00:00:00Z|10|100", "2021-01-01T00:00:10Z|9|105", "2021-01-01T00:00:21Z|11|112"],
        LayoutRows.Of(
            """{ "Fields": { "_t": "u32 s", "l": { "Repeat": "3", "Fields": { "time": "i8 s delta2 + _t", "a": "i8 delta", "b": "i8 delta2 int" } } } }""",
            "0066ee5f  00 0a 64  0a ff 05  01 02 02"));

    [Theory]
    [InlineData("10 s", "2021-01-01T00:00:10Z")]
    [InlineData("-500 ms", "2020-12-31T23:59:59.5Z")]
    public void Times_at_equal_distances_count_from_the_row(string step, string second) => Assert.Equal(
        ["2021-01-01T00:00:00Z|1", $"{second}|2"],
        LayoutRows.Of($$"""{ "Fields": { "time": { "Step": "{{step}}" }, "l": { "Repeat": "end", "Fields": { "x": "u8" } } } }""", "01 02"));

    [Fact]
    public void Times_at_equal_distances_count_from_a_field_by_a_field() => Assert.Equal(
        ["1970-01-01T00:00:01Z|1", "1970-01-01T00:00:03Z|2"],
        LayoutRows.Of(
            """{ "Fields": { "_t": "u8 s", "_d": "u8 s", "l": { "Repeat": "end", "Fields": { "time": { "Start": "_t", "Step": "_d" }, "x": "u8" } } } }""",
            "01 02 01 02"));

    [Theory]
    [InlineData("00", "1970-01-01T00:00:05Z")]
    [InlineData("01", "1970-01-01T00:00:00.005Z")]
    public void A_field_may_choose_the_unit_of_a_time(string unit, string expected) => Assert.Equal(
        [$"{expected}|9"],
        LayoutRows.Of("""{ "Fields": { "_u": "u8", "time": { "Type": "u8", "Unit": { "Field": "_u", "Units": ["s", "ms"] } }, "x": "u8" } }""", unit + "05 09"));

    [Fact]
    public void Lengths_may_be_told_by_a_field() => Assert.Equal(
        ["2021-01-01T00:00:00Z|ab|0x01", "2021-01-01T00:00:00Z||0x02"],
        LayoutRows.Of("""{ "Fields": { "l": { "Repeat": "end", "Fields": { "_n": "u8", "name": "text(_n)", "raw": "bytes(1)" } } } }""", "02 61 62 01  00 02"));

    [Fact]
    public void Magic_bytes_are_compared()
    {
        const string description = """{ "Fields": { "_magic": "bytes(2) = cafe", "_name": "text(2) = 'ok'", "x": "u8" } }""";

        Assert.Equal(["2021-01-01T00:00:00Z|1"], LayoutRows.Of(description, "cafe 6f6b 01"));
        PayloadException fault = Assert.Throws<PayloadException>(() => LayoutRows.Of(description, "cafe 6f6c 01"));
        Assert.Equal(("_name is 0x6f6c, expected 0x6f6b", 2), (fault.Reason, fault.Offset));
    }

    [Theory]
    [InlineData("01 05", 1)]
    [InlineData("00 00 00 00 05", 4)]
    public void A_number_that_does_not_fit_is_found_in_its_record(string payload, int offset)
    {
        PayloadException fault = Assert.Throws<PayloadException>(
            () => LayoutRows.Of("""{ "Fields": { "l": { "Repeat": "end", "Fields": { "x": "u8 ..4" } } } }""", payload));

        Assert.Equal(("x is 5, expected 0 to 4", offset), (fault.Reason, fault.Offset));
    }

    [Fact]
    public void A_count_beyond_the_limit_reserves_nothing()
    {
        PayloadException fault = Assert.Throws<PayloadException>(
            () => LayoutRows.Of("""{ "Fields": { "_n": "u64", "l": { "Repeat": "_n", "Fields": { "x": "u8" } } } }""", "ffffffffffffff7f"));

        Assert.Equal("_n is 9223372036854775807, expected at most 65535 records", fault.Reason);
    }
}
