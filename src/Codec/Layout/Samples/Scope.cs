using Ingest.Codec.Layout.Rows;

namespace Ingest.Codec.Layout.Samples;

/// <summary>
/// The fields of a payload, or of the records that a list in it repeats. One without lists in it gives a row a record. One with
/// lists gives the rows of its lists, which are the same number, and its own fields are repeated to them.
/// </summary>
internal sealed partial class Scope
{
    private readonly Operation[] _operations;
    private readonly ColumnPlan[] _columns;
    private readonly int[] _optionalInner;
    private readonly int _listNumbers;
    private readonly RowPlan? _row;
    private readonly int _fields;
    private readonly bool _hasAbsent;
    private readonly bool _hasLists;
    private readonly int? _stride;
    private readonly long _bytesMin;
    private readonly StepPlan? _step;

    /// <param name="operations">What is read, in order.</param>
    /// <param name="columns">The columns of its own fields.</param>
    /// <param name="optionalInner">The channels of the lists in it that a record may be without.</param>
    /// <param name="fields">Fields that give numbers.</param>
    /// <param name="hasAbsent">Whether a record may be without some of them.</param>
    /// <param name="hasLists">Whether there are lists in it.</param>
    /// <param name="step">The times of its rows, where they are computed.</param>
    public Scope(
        Operation[] operations, ColumnPlan[] columns, int[] optionalInner, int fields, bool hasAbsent, bool hasLists, StepPlan? step)
    {
        _operations = operations;
        _columns = columns;
        _optionalInner = optionalInner;
        _fields = fields;
        _hasAbsent = hasAbsent;
        _hasLists = hasLists;
        _step = step;
        if (!hasLists && operations.All(operation => operation.IsStrided))
        {
            _stride = operations.Sum(operation => operation.Bytes!.Value);
        }

        Bytes = operations.All(operation => operation.Bytes is not null) ? operations.Sum(operation => operation.Bytes!.Value) : null;
        _row = hasLists ? null : RowPlan.Of(operations, columns);
        _listNumbers = (2 * fields) + ((fields + optionalInner.Length + 1) / 2);
        _bytesMin = operations.Sum(operation => (long)operation.BytesMin);
    }

    /// <summary>Bytes of each record; null where they differ.</summary>
    public int? Bytes { get; }

    public bool HasLists => _hasLists;

    /// <summary>Reads that many records and appends their rows.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="PayloadException"/>
    public int Run(ref LayoutRun run, int records)
    {
        if (!_hasLists)
        {
            RunRecords(ref run, records);
            return records;
        }

        int rows = 0;
        for (int i = 0; i < records; i++)
        {
            int start = run.Offset;
            rows += RunLists(ref run);
            run.CheckRows(rows);
            run.CountRecord();
            if (run.Offset == start && records > 1)
            {
                throw new PayloadException("a record of the list has no bytes", start);
            }
        }

        return rows;
    }

    /// <summary>Reads records up to the end, without rows.</summary>
    /// <returns>How many there are.</returns>
    /// <exception cref="PayloadException"/>
    public int CountToEnd(ref LayoutRun run)
    {
        int records = 0;
        Span<long> values = stackalloc long[_fields];
        Span<byte> absent = stackalloc byte[_fields];
        Span<int> present = stackalloc int[_fields];
        var scratch = new Scratch(values, absent, present, 1);
        while (run.Remaining > 0)
        {
            int offset = run.Offset;
            scratch.Clear();
            foreach (Operation operation in _operations)
            {
                operation.Run(ref run, scratch, 0);
            }

            if (run.Offset == offset)
            {
                throw new PayloadException("a record of the list has no bytes", offset);
            }

            run.CheckRows(++records);
        }

        return records;
    }

    /// <summary>Where the number of a record is, found by reading once more: only who is refused pays for it.</summary>
    private int Locate(ref LayoutRun run, scoped Scratch scratch, int start, int record, int field)
    {
        scratch.Clear();
        run.Offset = start;
        for (int i = 0; i <= record && !_hasLists; i++)
        {
            foreach (Operation operation in _operations)
            {
                int offset = run.Offset;
                int present = scratch.Present(field);
                operation.Run(ref run, scratch, i);
                if (i == record && scratch.Present(field) > present)
                {
                    return offset;
                }
            }
        }

        return start;
    }
}
