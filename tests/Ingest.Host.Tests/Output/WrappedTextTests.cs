using Ingest.Host.Output;

namespace Ingest.Host.Tests.Output;

public sealed class WrappedTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a bc def", "a bc|def")]
    [InlineData("abcdefgh ij", "abcdefgh|ij")]
    [InlineData("ab cd", "ab cd")]
    public void Lines_break_at_spaces_and_long_words_stay_whole(string text, string lines) =>
        Assert.Equal(lines, string.Join('|', WrappedText.Lines(text, 5)));

    [Theory]
    [InlineData(0, "0 rows")]
    [InlineData(1, "1 row")]
    [InlineData(1234, "1,234 rows")]
    public void One_is_singular(long count, string expected) => Assert.Equal(expected, Counted.Of(count, "row"));
}
