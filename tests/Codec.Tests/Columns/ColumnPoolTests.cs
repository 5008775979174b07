using System.Buffers;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Codec.Tests.Columns;

public sealed class ColumnPoolTests
{
    private readonly ArrayPool<Half> _pool = ColumnPool.Of<Half>();

    [Theory]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    [InlineData(65_537, 131_072)]
    public void an_array_is_the_next_power_of_two_however_many_are_out(int rows, int length)
    {
        Half[][] arrays = [.. Enumerable.Range(0, 1_000).Select(_ => _pool.Rent(rows))];

        Assert.All(arrays, array => Assert.Equal(length, array.Length));
        Assert.Equal(arrays.Length, arrays.Distinct().Count());
    }

    [Fact]
    public async Task an_array_comes_back_to_another_thread()
    {
        Half[] array = _pool.Rent(3_000);
        await Task.Run(() => _pool.Return(array));

        Assert.Same(array, _pool.Rent(4_000));
    }

    [Fact]
    public void what_holds_references_holds_none_when_it_is_given_again()
    {
        ArrayPool<string?> texts = ColumnPool.Of<string?>();
        string?[] array = texts.Rent(100);
        array[0] = "text";
        texts.Return(array);

        Assert.All(texts.Rent(100), Assert.Null);
    }

    [Fact]
    public void nothing_and_arrays_of_others_are_no_matter()
    {
        Assert.Empty(_pool.Rent(0));
        _pool.Return([]);
        _pool.Return(new Half[33]);

        Assert.Equal(64, _pool.Rent(33).Length);
    }
}
