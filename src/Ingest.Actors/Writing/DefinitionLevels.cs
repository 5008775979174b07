using Ingest.Codec.Columns;

namespace Ingest.Actors.Writing;

/// <summary>One level a row: 1 where the row has a value, 0 where it is null. One rented array serves every column of a row
/// group in turn.</summary>
internal sealed class DefinitionLevels : IDisposable
{
    private readonly int _rows;
    private int[] _levels;
    private bool _allPresent;

    public DefinitionLevels(int rows)
    {
        _rows = rows;
        _levels = ColumnPool.Of<int>().Rent(rows);
    }

    /// <summary>The levels of a column. Valid until the next call.</summary>
    /// <param name="nulls">One byte a row, 1 where null; empty: no nulls.</param>
    /// <param name="order">Row numbers in the order to write; empty: as they are.</param>
    public ReadOnlyMemory<int> Of(ReadOnlySpan<byte> nulls, ReadOnlySpan<int> order)
    {
        Span<int> levels = _levels.AsSpan(0, _rows);
        if (!nulls.IsEmpty)
        {
            Fill(levels, nulls, order);
            _allPresent = false;
        }
        else if (!_allPresent)
        {
            levels.Fill(1);
            _allPresent = true;
        }

        return _levels.AsMemory(0, _rows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ColumnPool.Of<int>().Return(_levels);
        _levels = [];
    }

    private static void Fill(Span<int> levels, ReadOnlySpan<byte> nulls, ReadOnlySpan<int> order)
    {
        for (int i = 0; i < levels.Length; i++)
        {
            levels[i] = nulls[order.IsEmpty ? i : order[i]] ^ 1;
        }
    }
}
