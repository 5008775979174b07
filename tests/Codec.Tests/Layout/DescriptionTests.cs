using System.Text;
using Ingest.Codec.Layout;
using Xunit;

namespace Ingest.Codec.Tests.Layout;

/// <summary>What is wrong with a description is told with its line and field.</summary>
public class DescriptionTests
{
    [Theory]
    [InlineData("i17le", "unknown type 'i17le', did you mean i16le?")]
    [InlineData("crc16/modbas", "unknown type 'crc16/modbas', did you mean crc16/modbus?")]
    [InlineData("", "empty; expected a type such as u8, i16le, f32, varint or text(16)")]
    [InlineData("u8 /3", "* 1 / 3 has no end as a decimal; choose a factor that has one, and divide in SQL")]
    [InlineData("u8 /0", "cannot be divided by zero")]
    [InlineData("u8 /x", "expected a number such as 100 or 0.0625, not 'x'")]
    [InlineData("u8 /", "nothing follows '/'")]
    [InlineData("u8 Cel V", "'V' means nothing here: 'Cel' is the unit already; there is /100 *0.5 -40 =1 0..100 null=255 delta delta2 'if _flags.0' enum(0:off,1:on) decimal(9,2)")]
    [InlineData("u8 /1000 decimal(9,2)", "its values have 3 decimals, and decimal(9,2) has 2")]
    [InlineData("u8 decimal(19,2)", "decimal(19,2): expected decimal(precision,scale) with a precision of 1 to 18")]
    [InlineData("u8 9..1", "9..1 ends before it begins")]
    [InlineData("u8 = 256", "can never be 256; it holds 0 to 255")]
    [InlineData("u8 if _flag", "no field '_flag' comes before it, did you mean _flags?")]
    [InlineData("text(_length)", "no field '_length' comes before it; there is _flags")]
    [InlineData("u8 + _flags", "+ _flags: only a time counts from another field")]
    [InlineData("u32 s timestamp + _flags", "_flags says no unit of time; give it one of ns, us, ms, s, min, h, d")]
    [InlineData("u32 timestamp", "a time is a number with a unit: one of ns, us, ms, s, min, h, d, such as \\\"u32 s\\\"")]
    [InlineData("f32 /10", "a floating-point number is taken as it is; calculate in SQL")]
    [InlineData("packed(3)", "packed integers are a list; use them in the Rest of a Series")]
    [InlineData("text(0)", "expected a number of bytes, not '0'")]
    [InlineData("bytes(2) = caf", "= caf: expected hexadecimal digits, two a byte")]
    [InlineData("bytes(2) = cafe00", "= cafe00 has 3 bytes, not 2")]
    [InlineData("enum(", "'enum(': the brackets do not match")]
    [InlineData("u8 enum(off)", "enum: expected 0:off, not 'off'")]
    [InlineData("u8 enum(0:a,0:b)", "0 has two words")]
    [InlineData("block", "'block' is the encoding of a list; use it in the Rest of a Series")]
    public void A_field_that_is_none_is_told(string field, string reason) => AssertRefused(
        $$"""
        {
          "Types": { "block": { "Switch": "u8", "Cases": { "0": "u8" } } },
          "Fields": {
            "_flags": "u8",
            // The fault is here.
            "x": "{{field}}"
          }
        }
        """,
        6,
        "x",
        reason.Replace("\\\"", "\"", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{ "Repeat": "_n" }""", "Fields is missing")]
    [InlineData("""{ "Repeat": "_m", "Fields": { "y": "u8" } }""", "no field '_m' comes before it, did you mean _n?")]
    [InlineData("""{ "Repeat": "0", "Fields": { "y": "u8" } }""", "Repeat: expected an earlier field, a number of 1 to 65535, or end, not '0'")]
    [InlineData("""{ "Repeet": "_n", "Fields": { "y": "u8" } }""", "expected one of the members Repeat, Series, Switch, Bits, Step, Type")]
    [InlineData("""{ "Repeat": "_n", "Field": {}, "Fields": { "y": "u8" } }""", "unknown member Field, did you mean Fields?")]
    [InlineData("""{ "Series": "end", "Rest": "varint" }""", "only numbers of one length can be a list without a count")]
    [InlineData("""{ "Series": "_n", "Rest": "u8", "Delta": 3 }""", "Delta: expected 1 or 2, not '3'")]
    [InlineData("""{ "Switch": "_k", "Cases": {} }""", "no field '_k' comes before it, did you mean _n?")]
    [InlineData("""{ "Bits": "f32", "Fields": { "y": "u8" } }""", "Bits: expected an integer such as u8 or u16be, not 'f32'")]
    [InlineData("""{ "Step": "10 s" }""", "only the field time has a Step")]
    [InlineData("[]", "expected text such as \"u16 /100\", or an object")]
    public void A_structure_that_is_none_is_told(string structure, string reason) =>
        AssertRefused($$"""{ "Fields": { "_n": "u8", "x": {{structure}} } }""", 1, "x", reason);

    [Theory]
    [InlineData("{", 1, "", "no JSON: ")]
    [InlineData("[]", 1, "", "expected an object")]
    [InlineData("{}", 1, "", "Fields is missing: the payload's fields, in order")]
    [InlineData("{\n\"Endien\": \"big\", \"Fields\": { \"x\": \"u8\" } }", 2, "Endien", "unknown member, did you mean Endian?")]
    [InlineData("{ \"Endian\": \"middle\", \"Fields\": { \"x\": \"u8\" } }", 1, "Endian", "expected big or little, not 'middle'")]
    [InlineData("{ \"Fields\": {} }", 1, "", "expected an object with at least one field")]
    [InlineData("{ \"Fields\": { \"_x\": \"u8\" } }", 1, "", "no field becomes a column: those whose names begin with an underscore do not")]
    [InlineData("{ \"Fields\": { \"x\": \"u8\",\n \"x\": \"u8\" } }", 2, "x", "is there twice")]
    [InlineData("{ \"Fields\": { \"b\": \"bytes(end)\", \"x\": \"varint\" } }", 1, "", "what reaches to the end is followed by a field whose length is not always the same; give it a count")]
    [InlineData("{ \"Fields\": { \"x\": \"u8\", \"l\": { \"Repeat\": \"2\", \"Fields\": { \"x\": \"u8\" } } } }", 1, "l", "x is a field beside the list and in it; name them apart")]
    [InlineData("{ \"Fields\": { \"time\": \"u8 s\", \"l\": { \"Repeat\": \"2\", \"Fields\": { \"time\": \"u8 s\", \"x\": \"u8\" } } } }", 1, "l", "the samples' time is there twice")]
    public void A_file_that_is_none_is_told(string description, int line, string field, string reason) =>
        AssertRefused(description, line, field, reason);

    [Fact]
    public void Comments_and_white_space_leave_the_definition_as_it_is()
    {
        string bare = LayoutRows.Parse("""{"Fields":{"x":"u8"}}""").Definition;

        Assert.Equal(bare, LayoutRows.Parse("{ /* one */ \"Fields\": {\n \"x\": \"u8\", } }").Definition);
        Assert.NotEqual(bare, LayoutRows.Parse("""{"Fields":{"x":"i8"}}""").Definition);
    }

    [Theory]
    [InlineData("u8", "int32")]
    [InlineData("u32", "int64")]
    [InlineData("i32", "int32")]
    [InlineData("u32 ..1000", "int32")]
    [InlineData("u16 /10", "decimal(9,1)")]
    [InlineData("u32 /10", "decimal(18,1)")]
    [InlineData("zigzag /100", "decimal(18,2)")]
    [InlineData("f16", "float")]
    [InlineData("f64", "double")]
    [InlineData("bool", "int32")]
    [InlineData("u8 bigint", "int64")]
    [InlineData("text(1)", "text")]
    [InlineData("bytes(1)", "binary")]
    [InlineData("u8 enum(0:a)", "text")]
    public void A_field_becomes_a_column_of_the_smallest_type_that_holds_it(string field, string type)
    {
        Channel channel = Assert.Single(LayoutRows.Parse($$"""{ "Fields": { "x": "{{field}} Cel" } }""").Channels);

        Assert.Equal((type, "Cel"), (channel.Type.ToString(), channel.Unit));
    }

    private static void AssertRefused(string description, int line, string field, string reason)
    {
        LayoutException fault = Assert.Throws<LayoutException>(
            () => LayoutDecoder.Parse(Encoding.UTF8.GetBytes(description), PayloadLimits.Default));

        Assert.StartsWith(reason, fault.Reason, StringComparison.Ordinal);
        Assert.Equal((line, field), (fault.Line, fault.Field));
    }
}
