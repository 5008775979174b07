using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Codec.Tests.Layout;

/// <summary>Small payloads that ask for much.</summary>
public class HostilePayloadTests
{
    /// <summary>What a decode may allocate beside its columns: an exception and its texts.</summary>
    private const long BytesMax = 100_000;

    [Fact]
    public void A_text_beside_a_list_is_not_repeated_without_end()
    {
        byte[] payload = [.. Enumerable.Repeat((byte)'a', 1 << 20), 0, 0xff, 0xff, .. new byte[65_535]];

        PayloadException fault = Refused("""{ "Fields": { "a": "text(zero)", "_n": "u16", "l": { "Repeat": "_n", "Fields": { "x": "u8" } } } }""", payload);

        Assert.Equal($"the texts of all samples have {65_535L << 20} bytes, expected at most {16 << 20}", fault.Reason);
    }

    [Fact]
    public void A_word_is_not_repeated_without_end()
    {
        string word = new('w', 10_000);
        byte[] payload = [0xff, 0xff, .. new byte[65_535]];

        PayloadException fault = Refused(
            $$"""{ "Fields": { "_n": "u16", "l": { "Repeat": "_n", "Fields": { "x": "u8 enum(0:{{word}})" } } } }""", payload);

        Assert.StartsWith("the texts of all samples have 655350000 bytes", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_rented_for_records_that_are_not_there()
    {
        string fields = string.Join(", ", Enumerable.Range(0, 60).Select(i => $$""" "f{{i}}": "varint" """));

        PayloadException fault = Refused($$"""{ "Fields": { "_n": "u16", "l": { "Repeat": "_n", "Fields": { {{fields}} } } } }""", [0xff, 0xff, 1]);

        Assert.Equal("the list is cut: bytes needed 3932100, left 1", fault.Reason);
    }

    [Fact]
    public void Cases_of_one_column_take_no_more_than_the_limit()
    {
        string cases = string.Join(", ", Enumerable.Range(0, 1_000).Select(i => $$""" "{{i}}": { "x": "u8" } """));

        PayloadException fault = Refused(
            $$"""{ "Fields": { "_n": "u16", "_k": "u16", "l": { "Repeat": "_n", "Fields": { "s": { "Switch": "_k", "Cases": { {{cases}} } } } } } }""",
            [0xff, 0xff, 0, 0, .. new byte[65_535]]);

        Assert.Equal("payload has 65535000 numbers, expected at most 8388608", fault.Reason);
    }

    [Fact]
    public void Records_that_give_no_rows_are_counted_too()
    {
        PayloadException fault = Refused(
            """{ "Fields": { "g": { "Repeat": "end", "Fields": { "_n": "u8", "l": { "Repeat": "_n", "Fields": { "x": "u8" } } } } } }""", new byte[1 << 20]);

        Assert.Equal("payload has more than 65535 records with lists in them", fault.Reason);
    }

    private static PayloadException Refused(string description, byte[] payload)
    {
        IPayloadDecoder decoder = LayoutRows.Parse(description);
        SampleColumns columns = LayoutRows.Empty(decoder);
        long before = GC.GetAllocatedBytesForCurrentThread();
        PayloadException fault = Assert.Throws<PayloadException>(() => decoder.Decode(payload, columns));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated - columns.Channels.Sum(column => column.CapacityBytes) - columns.Time.CapacityBytes, long.MinValue, BytesMax + (16L * payload.Length));
        Assert.Equal(0, columns.Count);
        Assert.All(columns.Channels, column => Assert.Equal(0, column.Count));
        return fault;
    }
}
