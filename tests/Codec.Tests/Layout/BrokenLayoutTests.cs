using Ingest.Codec.Layout;
using Xunit;

namespace Ingest.Codec.Tests.Layout;

/// <summary>Descriptions that once were taken and gave other values than they seem to say, or ended the program.</summary>
public class BrokenLayoutTests
{
    [Theory]
    [InlineData("'/' means nothing for a time", """ "time": "u32 /10 s", "x": "u8" """)]
    [InlineData("'if' means nothing for a checksum", """ "_f": "u8", "x": "u8", "_c": "crc8 if _f" """)]
    [InlineData("'enum' means nothing for a field that is no column", """ "_f": "u8 enum(0:a)", "x": "u8" """)]
    [InlineData("'null=' means nothing for a field that is no column", """ "_f": "u8 null=1", "x": "u8" """)]
    [InlineData("'if' means nothing for bits", """ "_f": "u8", "b": { "Bits": "u8", "Fields": { "x": "u8 if _f" } } """)]
    [InlineData("'if' means nothing for a list of numbers", """ "_f": "u8", "x": { "Series": 2, "Rest": "u8", "Value": "if _f" } """)]
    [InlineData("'/' means nothing for a byte string", """ "x": "bytes(2) /10" """)]
    [InlineData("'delta' means nothing for a byte string", """ "l": { "Repeat": 2, "Fields": { "x": "text(2) delta" } } """)]
    [InlineData("null=0x8000: i16 never is 32768; it holds -32768 to 32767", """ "x": "i16 null=0x8000" """)]
    [InlineData("u8 holds no number of 300..400; it holds 0 to 255", """ "x": "u8 300..400" """)]
    [InlineData("expected an earlier field or a duration", """ "time": { "Step": "2147483647 d" }, "x": { "Series": 2, "Rest": "u8" } """)]
    [InlineData("packed without a width", """ "x": { "Series": 2, "Rest": "packed" } """)]
    [InlineData("Unit: only a time has a unit that a field chooses", """ "_u": "u8", "x": { "Type": "u8", "Unit": { "Field": "_u", "Units": ["s"] } } """)]
    [InlineData("_s is a time, expected a number", """ "_s": "u8 s", "x": "bytes(_s)" """)]
    [InlineData("records with lists in them cannot have delta fields", """ "g": { "Repeat": 2, "Fields": { "a": "u8 delta", "l": { "Repeat": 2, "Fields": { "x": "u8" } } } } """)]
    [InlineData("differences need a column, and a base and a unit", """ "l": { "Repeat": 2, "Fields": { "_u": "u8", "time": { "Type": "u8 delta", "Unit": { "Field": "_u", "Units": ["s"] } }, "x": "u8" } } """)]
    [InlineData("what is always = cafe is no column", """ "magic": "bytes(2) = cafe", "x": "u8" """)]
    [InlineData("x is there twice", """ "a": { "Repeat": 2, "Fields": { "x": "u8" } }, "b": { "Repeat": 2, "Fields": { "x": "u8" } } """)]
    [InlineData("x is there twice", """ "_a": "u8", "s": { "Switch": "_a", "Cases": { "1": { "x": "u8" } } }, "t": { "Switch": "_a", "Cases": { "1": { "x": "u8" } } } """)]
    [InlineData("x is there twice", """ "_a": "u8", "s": { "Switch": "_a", "Cases": { "1": { "x": "u8", "t": { "Switch": "_a", "Cases": { "1": { "x": "u8" } } } } } } """)]
    [InlineData("Else: a word for other numbers needs an Enum", """ "x": { "Type": "u8", "Else": "a" } """)]
    [InlineData("Present: expected one of the members All, None, Bitmap", """ "x": { "Series": 2, "Rest": "u8", "Present": { "Type": "u8" } } """)]
    [InlineData("Type: expected an integer", """ "x": { "Series": 2, "Rest": "u8", "Present": { "Type": "f32", "All": 1 } } """)]
    [InlineData("Switch: expected an integer", """ "x": { "Series": 2, "Rest": { "Switch": "packed(3)", "Cases": { "0": "u8" } } } """)]
    [InlineData("'/' means nothing for the number before a list", """ "x": { "Series": 2, "Rest": { "Switch": "u8 /2", "Cases": { "0": "u8" } } } """)]
    [InlineData("decimal(3,0) holds no value of the stored numbers 5000 to 6000", """ "x": "u16 5000..6000 decimal(3,0)" """)]
    [InlineData("its fields have more than 16777216 bytes", """ "l": { "Repeat": 2, "Fields": { %s "x": "u8" } } """)]
    public void What_would_be_passed_over_is_refused(string reason, string fields)
    {
        string many = string.Concat(Enumerable.Range(0, 17).Select(i => $"\"_{i}\": \"skip(1048576)\", "));

        LayoutException fault = Assert.Throws<LayoutException>(() => LayoutRows.Parse($$"""{ "Fields": { {{fields.Replace("%s", many, StringComparison.Ordinal)}} } }"""));

        Assert.StartsWith(reason, fault.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the type 'a' is made of itself", """ { "a": "b", "b": "a" } """, """ "x": "a" """)]
    [InlineData("the type 'a' is made of itself", """ { "a": "b", "b": "a" } """, """ "x": { "Series": 2, "Rest": "a" } """)]
    [InlineData("the type 'a' is made of itself", """ { "a": { "Switch": "u8", "Cases": { "0": "a" } } } """, """ "x": { "Series": 2, "Rest": "a" } """)]
    [InlineData("expected an object", "5", """ "x": "u8" """)]
    public void Types_that_mean_nothing_are_refused(string reason, string types, string fields)
    {
        LayoutException fault = Assert.Throws<LayoutException>(() => LayoutRows.Parse($$"""{ "Types": {{types}}, "Fields": { {{fields}} } }"""));

        Assert.StartsWith(reason, fault.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7b 22 46 69 65 6c 64 73 22 3a 0a 22 ff 22 7d", 2)]
    [InlineData("7b 22 ff 22 3a 31 7d", 1)]
    public void Text_that_is_no_Unicode_is_refused_with_its_line(string hex, int line)
    {
        byte[] description = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

        Assert.Equal(line, Assert.Throws<LayoutException>(() => LayoutDecoder.Parse(description, PayloadLimits.Default)).Line);
    }

    [Fact]
    public void Fields_that_would_not_fit_on_the_stack_are_refused()
    {
        string cases = string.Join(", ", Enumerable.Range(0, 3_000).Select(i => $$""" "{{i}}": { "x": "u16" } """));

        LayoutException fault = Assert.Throws<LayoutException>(
            () => LayoutRows.Parse($$"""{ "Fields": { "_k": "u16", "s": { "Switch": "_k", "Cases": { {{cases}} } } } }"""));

        Assert.Equal("more than 2048 fields that become columns", fault.Reason);
    }

    [Fact]
    public void A_description_of_many_lines_is_read_in_one_go()
    {
        string description = "{ \"Fields\": {\n" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"\"_f{i}\": \"skip(1)\",\n")) + "\"x\": \"u9\" } }";

        Assert.Equal(30_002, Assert.Throws<LayoutException>(() => LayoutRows.Parse(description)).Line);
    }
}
