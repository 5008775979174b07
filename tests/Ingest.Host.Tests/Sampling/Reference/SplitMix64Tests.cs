using Ingest.Host.Sampling.Reference;
using Xunit;

namespace Ingest.Host.Tests.Sampling.Reference;

public sealed class SplitMix64Tests
{
    // The numbers that Rosetta Code gives for this generator.
    [Fact]
    public void Gives_the_published_numbers()
    {
        var random = new SplitMix64(1234567);

        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.Next()).ToArray());
    }

    [Fact]
    public void Streams_depend_on_every_number_and_their_order()
    {
        ulong[] firsts =
        [
            SplitMix64.For(1, 2, 3).Next(), SplitMix64.For(1, 3, 2).Next(), SplitMix64.For(2, 2, 3).Next(), SplitMix64.For(1, 2).Next(),
        ];

        Assert.Equal(firsts.Length, firsts.Distinct().Count());
    }

    [Fact]
    public void Stays_below_its_bound_and_reaches_it()
    {
        var random = new SplitMix64(1);

        long[] numbers = [.. Enumerable.Range(0, 1000).Select(_ => random.Below(7))];

        Assert.Equal([0, 1, 2, 3, 4, 5, 6], numbers.Distinct().Order());
    }
}
