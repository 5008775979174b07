using Ingest.Actors.Decoding;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Batching;

/// <summary>
/// The unfinished row groups of one pass over a unit. A group is cut when it has the rows of a full one; the largest is cut
/// when all together have the bytes of a full one. Both are counted row by row, so where a cut falls depends on the rows
/// alone, not on the pages that brought them.
/// </summary>
internal sealed class PartitionGroups
{
    private readonly LakeSchema _schema;
    private readonly EngineLimits _limits;
    private readonly ByteBudget _budget;
    private readonly UnitPass _pass;
    private readonly int _carried;
    private readonly SortedDictionary<Partition, Group> _open = [];
    private long _openBytes;
    private int _openData;

    public PartitionGroups(LakeSchema schema, int carried, UnitPass pass, UnitScope scope)
    {
        _schema = schema;
        _carried = carried;
        _limits = scope.Limits;
        _budget = scope.Budget;
        _pass = pass;
    }

    /// <summary>Takes a batch's rows over and passes on the groups that they complete. The batch is given back.</summary>
    public void Add(DecodedBatch batch, Action<RowGroup> cut)
    {
        _pass.Count(batch.Tally);
        AddSamples(batch.Samples, cut);
        if (_pass.IsFirst && batch.Rejects.Count > 0)
        {
            AddRejects(batch.Rejects, cut);
        }

        _budget.Add(-batch.CapacityBytes);
        batch.Dispose();
    }

    /// <summary>Passes on all that is left, in the order of the partitions.</summary>
    public void Finish(Action<RowGroup> cut)
    {
        foreach (Partition partition in _open.Keys.ToList())
        {
            Cut(partition, cut);
        }
    }

    private void AddSamples(ColumnBatch samples, Action<RowGroup> cut)
    {
        if (_pass.Dates is null)
        {
            AddRun(Partition.Main(_pass.Unit), samples, 0, samples.Count, cut);
            return;
        }

        ReadOnlySpan<long> times = ((FixedColumn<long>)samples[_carried]).Values;
        for (int start = 0; start < times.Length;)
        {
            DateOnly date = Dates.Of(times[start]);
            int end = start + Dates.RunLength(times[start..]);
            if (_pass.Dates.Admit(date))
            {
                AddRun(new Partition(PartitionKind.Data, date), samples, start, end - start, cut);
            }

            start = end;
        }
    }

    private void AddRun(Partition partition, ColumnBatch samples, int start, int count, Action<RowGroup> cut)
    {
        while (count > 0)
        {
            Group group = Open(partition, _schema.Columns);
            int rows = Math.Min(count, _limits.RowGroupRows - group.Rows.Count);
            rows = RowsUntil(_limits.RowGroupBytes - _openBytes, samples, start, rows);
            _openBytes += Append(group, samples, start, rows);
            Reserve(group);
            TrimWhatIsNotEnough(group);
            start += rows;
            count -= rows;
            if (group.Rows.Count == _limits.RowGroupRows)
            {
                Cut(partition, cut);
            }
            else if (_openBytes >= _limits.RowGroupBytes)
            {
                Cut(Largest(), cut);
            }
        }
    }

    private void AddRejects(ColumnBatch rejects, Action<RowGroup> cut)
    {
        var partition = new Partition(PartitionKind.Rejects, _pass.RejectDate);
        for (int start = 0; start < rejects.Count;)
        {
            Group group = Open(partition, LakeSchema.Rejects.Columns);
            int rows = RowsUntil(_limits.RejectGroupBytes - group.Bytes, rejects, start, rejects.Count - start);
            Append(group, rejects, start, rows);
            start += rows;
            if (group.Bytes >= _limits.RejectGroupBytes)
            {
                Cut(partition, cut);
            }
        }
    }

    /// <summary>The fewest rows, up to <paramref name="most"/>, that take that many bytes.</summary>
    private static int RowsUntil(long bytes, ColumnBatch rows, int start, int most)
    {
        if (rows.BytesOf(start, most) < bytes)
        {
            return most;
        }

        int low = 1;
        int high = most;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (rows.BytesOf(start, middle) >= bytes)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>
    /// A group that is alone gets room for what its unit's rows let expect: growing by doubling leaves an array of every smaller
    /// length behind. It gets it only out of what the unit may hold, and as soon as there is another group, it gives back what it
    /// does not use: together they must not hold more than twice what is in them.
    /// </summary>
    private void Reserve(Group group)
    {
        int count = group.Rows.Count;
        if (!_pass.IsFirst || _openData > 1 || count <= group.Reserved)
        {
            return;
        }

        long most = Math.Min(_limits.RowGroupRows, (long)_limits.RowGroupBytes * count / Math.Max(1, group.Bytes));
        int expected = (int)Math.Max(count, Math.Min(most, count + _pass.SamplesLeft));
        // An array is less than twice as long as what it is to hold.
        if (_budget.Used + (2 * group.Bytes * expected / count) > _limits.PagerBytes)
        {
            return;
        }

        group.Reserved = expected;
        long capacity = group.Rows.CapacityBytes;
        group.Rows.Reserve(group.Reserved);
        _budget.Add(group.Rows.CapacityBytes - capacity);
    }

    /// <summary>Rows that turn out longer than those before them let expect would have their bytes beside room for rows that do not
    /// come any more: from then on the group grows by doubling.</summary>
    private void TrimWhatIsNotEnough(Group group)
    {
        if (group.Reserved is > 0 and < int.MaxValue && group.Rows.CapacityBytes > 2L * _limits.RowGroupBytes)
        {
            Trim(group);
            group.Reserved = int.MaxValue;
        }
    }

    private long Append(Group group, ColumnBatch rows, int start, int count)
    {
        long capacity = group.Rows.CapacityBytes;
        group.Rows.AppendRange(rows, start, count);
        _budget.Add(group.Rows.CapacityBytes - capacity);
        long bytes = rows.BytesOf(start, count);
        group.Bytes += bytes;
        return bytes;
    }

    private Group Open(Partition partition, IReadOnlyList<Column> columns)
    {
        if (!_open.TryGetValue(partition, out Group? group))
        {
            group = new Group(new ColumnBatch(columns));
            _open.Add(partition, group);
            if (partition.Kind == PartitionKind.Data && ++_openData == 2)
            {
                TrimAll();
            }
        }

        return group;
    }

    private void TrimAll()
    {
        foreach (Group group in _open.Values)
        {
            Trim(group);
        }
    }

    private void Trim(Group group)
    {
        long capacity = group.Rows.CapacityBytes;
        group.Rows.Trim();
        _budget.Add(group.Rows.CapacityBytes - capacity);
    }

    private Partition Largest() => _open
        .Where(open => open.Key.Kind == PartitionKind.Data)
        .MaxBy(open => open.Value.Bytes).Key;

    private void Cut(Partition partition, Action<RowGroup> cut)
    {
        _open.Remove(partition, out Group? group);
        if (partition.Kind == PartitionKind.Data)
        {
            _openBytes -= group!.Bytes;
            _openData--;
        }

        cut(new RowGroup(partition, group!.Rows, null));
    }

    private sealed class Group(ColumnBatch rows)
    {
        public ColumnBatch Rows { get; } = rows;

        public long Bytes { get; set; }

        /// <summary>Rows up to which there is nothing to foresee; 0: nothing was foreseen yet.</summary>
        public int Reserved { get; set; }
    }
}
