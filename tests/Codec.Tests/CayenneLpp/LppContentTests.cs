using Ingest.Codec.CayenneLpp;
using Xunit;

namespace Ingest.Codec.Tests.CayenneLpp;

/// <summary>What a payload has that nobody has described.</summary>
public class LppContentTests
{
    /// <summary>The examples of the reference.</summary>
    [Theory]
    [InlineData("03670110056700FF", "3 temperature 1, 5 temperature 1")]
    [InlineData("0167FFD7067104D2FB2E0000", "1 temperature 1, 6 accelerometer.x 3, 6 accelerometer.y 3, 6 accelerometer.z 3")]
    [InlineData("018806765FF2960A0003E8", "1 gps.latitude 4, 1 gps.longitude 4, 1 gps.altitude 2")]
    [InlineData("010001", "1 digital_input 0")]
    public void Every_number_is_named_as_a_channel_asks_for_it(string payload, string contents) =>
        Assert.Equal(contents, string.Join(", ", LppContent.Of(Convert.FromHexString(payload))!.Select(Text)));

    [Theory]
    [InlineData("03670110056700")]
    [InlineData("0367011005")]
    [InlineData("01F00102")]
    [InlineData("0167001001670011")]
    [InlineData("5758010201")]
    public void What_is_cut_unknown_or_said_twice_is_none(string payload) =>
        Assert.Null(LppContent.Of(Convert.FromHexString(payload)));

    [Fact]
    public void What_is_empty_has_nothing() => Assert.Empty(LppContent.Of([])!);

    private static string Text(LppContent content) =>
        $"{content.Number} {content.Type}{(content.Part is null ? "" : $".{content.Part}")} {content.Decimals}";
}
