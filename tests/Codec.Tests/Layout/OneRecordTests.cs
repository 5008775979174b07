using Ingest.Codec.Columns;
using Ingest.Codec.Layout;
using Xunit;

namespace Ingest.Codec.Tests.Layout;

/// <summary>A list of one record is read in another way than a list of many: with the same values, and the same faults.</summary>
public class OneRecordTests
{
    private const string Strided = """
        "time": "u32 s", "a": "i16be /100 null=-32768", "b": "u8 0..100", "wide": "u64", "days": "u32 d timestamp",
        "odd": "i24 -5", "name": "text(2)", "mode": "u8 enum(0:off,1:on)", "volt": "f32", "_gap": "skip(1)",
        "bits": { "Bits": "u8", "Fields": { "door": "bool", "level": "u7 0..99 null=77" } }
        """;

    /// <summary>Fields that others choose, in records that all have one length nevertheless.</summary>
    private const string Chosen = """
        "_f": "u8 0..1", "time": "u32 ms + row", "opt": "u8 ..200 if _f", "_no": "skip(1) if _f=0", "none": "u16 s timestamp null=0", "sum": "i16 delta 0..",
        "bits": { "Bits": "u16be", "Fields": { "_zero": "u4 = 0", "_k": "u4", "rest": "i8" } }, "late": "i8 if _k=3", "_not": "skip(1) if _k!=3",
        "_m": "bytes(1) = 5a"
        """;

    private static readonly byte[] StridedRecord =
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0, 15, 16, 0, 0, 17, 18, 19, (byte)'a', 0, 1, 0, 0, 0x80, 0x3f, 20, 0x91];

    private static readonly byte[] ChosenRecord = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0x30, 12, 0x5a];

    [Theory]
    [InlineData(Strided, true)]
    [InlineData(Chosen, false)]
    public void One_record_is_decoded_or_refused_as_the_first_of_many(string fields, bool isStrided)
    {
        LayoutDecoder decoder = LayoutRows.Parse($$"""{ "Fields": { "_n": "u8", "l": { "Repeat": "_n", "Fields": { {{fields}} } } } }""");
        byte[] good = isStrided ? StridedRecord : ChosenRecord;
        int refused = 0;
        for (int at = 0; at < good.Length; at++)
        {
            foreach (byte value in (byte[])[0, 1, 0x4d, 0x7f, 0x80, 0xff])
            {
                byte[] record = [.. good];
                record[at] = value;
                string alone = Outcome(decoder, [1, .. record]);

                Assert.Equal(Outcome(decoder, [2, .. record, .. isStrided ? good : Following]), alone);
                refused += alone.StartsWith("refused", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Assert.True(refused > 10, $"{refused} were refused");
    }

    /// <summary>A payload of one row without a list is one record, too.</summary>
    [Theory]
    [InlineData(Strided, true)]
    [InlineData(Chosen, false)]
    public void A_record_that_is_cut_is_refused_whole(string fields, bool isStrided)
    {
        LayoutDecoder decoder = LayoutRows.Parse($$"""{ "Fields": { {{fields.Replace(" delta", "", StringComparison.Ordinal)}} } }""");
        byte[] good = isStrided ? StridedRecord : ChosenRecord;
        Assert.StartsWith("row", Outcome(decoder, good), StringComparison.Ordinal);
        for (int length = 0; length < good.Length; length++)
        {
            Assert.Contains(" is cut: bytes needed ", Outcome(decoder, good[..length]), StringComparison.Ordinal);
        }
    }

    /// <summary>Its sum is a difference of zero more than the record's before.</summary>
    private static byte[] Following => [0, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 12, 0x5a];

    private static string Outcome(LayoutDecoder decoder, byte[] payload)
    {
        SampleColumns columns = LayoutRows.Empty(decoder);
        try
        {
            decoder.Decode(payload, columns);
            return $"row {LayoutRows.Row(columns, 0)}";
        }
        catch (PayloadException fault)
        {
            Assert.Equal(0, columns.Count);
            Assert.All(columns.Channels, column => Assert.Equal(0, column.Count));
            return $"refused at {fault.Offset}: {fault.Reason}";
        }
    }
}
