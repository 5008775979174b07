using CsCheck;
using Ingest.Codec.Columns;
using Ingest.Codec.Tests.Layout;
using Xunit;

namespace Ingest.Codec.Tests;

/// <summary>Payloads that nobody meant: each is decoded whole or refused with a reason, and leaves what was there.</summary>
internal static class Hostile
{
    private static readonly Gen<(int Kind, double Where, byte Value)> Change = Gen.Select(Gen.Int[0, 3], Gen.Double.Unit, Gen.Byte);

    /// <summary>Valid payloads with bytes changed, put in, taken out, and cut; and random bytes.</summary>
    public static void Check(IPayloadDecoder decoder, IReadOnlyList<byte[]> valid, int iterations = 3_000)
    {
        SampleColumns columns = LayoutRows.Empty(decoder);
        decoder.Decode(valid[0], columns);
        Gen.Select(Gen.Int[0, valid.Count - 1], Change.Array[1, 4]).Sample(
            (index, changes) => AssertWholeOrNothing(decoder, columns, Changed(valid[index], changes)), iter: iterations, threads: 1);
        Gen.Byte.Array[0, 80].Sample(bytes => AssertWholeOrNothing(decoder, columns, bytes), iter: iterations, threads: 1);
    }

    /// <summary>Every beginning of a payload that is none itself is refused.</summary>
    public static void RefusesEveryTruncation(IPayloadDecoder decoder, byte[] payload)
    {
        SampleColumns columns = LayoutRows.Empty(decoder);
        for (int length = 0; length < payload.Length; length++)
        {
            PayloadException fault = Assert.Throws<PayloadException>(() => decoder.Decode(payload.AsSpan(0, length), columns));
            Assert.InRange(fault.Offset, 0, length);
            Assert.Equal(0, columns.Count);
        }
    }

    public static void AssertWholeOrNothing(IPayloadDecoder decoder, SampleColumns columns, byte[] payload)
    {
        int before = columns.Count;
        string[] rows = Rows(columns, before);
        int samples = 0;
        try
        {
            samples = decoder.Decode(payload, columns);
        }
        catch (PayloadException fault)
        {
            Assert.True(fault.Offset >= 0);
            Assert.NotEmpty(fault.Reason);
        }

        Assert.All(columns.Channels, column => Assert.Equal(before + samples, column.Count));
        Assert.Equal(before + samples, columns.Count);
        columns.RollBack(before);
        Assert.Equal(rows, Rows(columns, before));
    }

    private static string[] Rows(SampleColumns columns, int count) =>
        [.. Enumerable.Range(0, count).Select(row => LayoutRows.Row(columns, row))];

    private static byte[] Changed(byte[] payload, (int Kind, double Where, byte Value)[] changes)
    {
        List<byte> bytes = [.. payload];
        foreach ((int kind, double where, byte value) in changes)
        {
            int at = (int)(where * bytes.Count);
            switch (kind)
            {
                case 0 when bytes.Count > 0:
                    bytes[at] = value;
                    break;
                case 1:
                    bytes.Insert(at, value);
                    break;
                case 2 when bytes.Count > 0:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, value / 8));
                    break;
            }
        }

        return [.. bytes];
    }
}
