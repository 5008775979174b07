using System.Text;
using Ingest.Actors.Decoding;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Actors.Tests.Decoding;

public sealed class ColumnHashTests
{
    /// <summary>The first and the second test case of RFC 4231, section 4.</summary>
    [Theory]
    [InlineData("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    [InlineData("4a656665", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    public void A_value_is_hashed_as_rfc_4231_says(string key, string value, string hash)
    {
        using var source = new BytesColumn(ColumnType.Text);
        using var target = new BytesColumn(ColumnType.Text);
        source.Append(Encoding.ASCII.GetBytes(value));
        source.AppendNull();

        var hashing = new ColumnHash(Convert.FromHexString(key));
        hashing.Append(source, 0, 2, target);
        hashing.Append(source, 1, 1, target);

        Assert.Equal([hash, hash, ""], Enumerable.Range(0, 3).Select(i => Encoding.ASCII.GetString(target[i])));
        Assert.Equal((3, 1, true), (target.Count, target.NullCount, target.IsNull(2)));
    }

    [Fact]
    public void A_number_has_the_hash_of_its_digits()
    {
        var hashing = new ColumnHash("a key of sixteen"u8.ToArray());
        using var target = new BytesColumn(ColumnType.Text);
        using var text = new BytesColumn(ColumnType.Text);
        using var int32 = new FixedColumn<int>(ColumnType.Int32);
        using var int64 = new FixedColumn<long>(ColumnType.Int64);
        using var uint64 = new FixedColumn<decimal>(ColumnType.Decimal(20, 0));
        text.Append("-42"u8);
        int32.Append(-42);
        int64.Append(-42);
        uint64.Append(-42);

        foreach (ColumnBuffer column in new ColumnBuffer[] { text, int32, int64, uint64 })
        {
            hashing.Append(column, 0, 1, target);
        }

        Assert.Single(Enumerable.Range(0, 4).Select(i => Encoding.ASCII.GetString(target[i])).Distinct());
    }
}
