using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Ingest.Codec.Columns;
using Ingest.Codec.Layout.Rows;

namespace Ingest.Codec.Layout.Samples;

/// <summary>
/// The fields of a payload, or of the records that a list in it repeats. One without lists in it gives a row a record. One with
/// lists gives the rows of its lists, which are the same number, and its own fields are repeated to them.
/// </summary>
internal sealed class Scope
{
    private const int StackNumbersMax = 256;

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

    private void RunRecords(ref LayoutRun run, int records)
    {
        if (records > 1)
        {
            run.Require(_bytesMin * records, "the list");
        }

        int numbers = run.CheckNumbers((long)_fields * records);
        if (records == 1 && _row is not null)
        {
            RunRow(ref run, _row);
        }
        else
        {
            RunMany(ref run, records, numbers);
        }

        _step?.Append(ref run, records);
    }

    private void RunRow(ref LayoutRun run, RowPlan row)
    {
        int start = run.Offset;
        long strings = run.StringBytes;
        if (!row.TryRun(ref run))
        {
            run.Offset = start;
            run.StringBytes = strings;
            RunMany(ref run, 1, _fields);
            throw new UnreachableException("what is no row for one reader is one for the other");
        }
    }

    private void RunMany(ref LayoutRun run, int records, int numbers)
    {
        long[]? rented = numbers > StackNumbersMax ? ArrayPool<long>.Shared.Rent(numbers) : null;
        byte[]? rentedMarks = _hasAbsent && numbers > StackNumbersMax ? ArrayPool<byte>.Shared.Rent(numbers) : null;
        try
        {
            Span<long> values = rented is null ? stackalloc long[numbers] : rented.AsSpan(0, numbers);
            Span<byte> absent = !_hasAbsent ? default : rentedMarks is null ? stackalloc byte[numbers] : rentedMarks.AsSpan(0, numbers);
            absent.Clear();
            Span<int> present = stackalloc int[_fields];
            present.Clear();
            var scratch = new Scratch(values, absent, present, records);
            int start = run.Offset;
            Read(ref run, scratch);
            foreach (ColumnPlan column in _columns)
            {
                int record = column.Append(ref run, scratch, out string? reason, out FieldPlan fault);
                if (record >= 0)
                {
                    throw new PayloadException(reason!, Locate(ref run, scratch, start, record, fault.Field));
                }
            }
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<long>.Shared.Return(rented);
            }

            if (rentedMarks is not null)
            {
                ArrayPool<byte>.Shared.Return(rentedMarks);
            }
        }
    }

    private void Read(ref LayoutRun run, scoped Scratch scratch)
    {
        if (_stride is { } stride && scratch.Records > 1)
        {
            run.Require((long)stride * scratch.Records, "the list");
            int at = 0;
            foreach (Operation operation in _operations)
            {
                operation.RunStrided(ref run, scratch, at, stride);
                at += operation.Bytes!.Value;
            }

            run.Offset += stride * scratch.Records;
            return;
        }

        for (int record = 0; record < scratch.Records; record++)
        {
            foreach (Operation operation in _operations)
            {
                operation.Run(ref run, scratch, record);
            }
        }
    }

    private int RunLists(ref LayoutRun run)
    {
        int outer = run.Rows;
        run.Rows = -1;
        int rows = _listNumbers == 0 ? RunListsAlone(ref run) : RunListsAndFields(ref run);
        run.Rows = outer;
        return rows;
    }

    /// <summary>Lists that every record has, and beside them nothing that becomes a column.</summary>
    private int RunListsAlone(ref LayoutRun run)
    {
        foreach (Operation operation in _operations)
        {
            operation.RunAlone(ref run);
        }

        int rows = RowsOfLists(ref run);
        _step?.Append(ref run, rows);
        return rows;
    }

    /// <summary>A record without any of its lists is one row.</summary>
    private static int RowsOfLists(ref LayoutRun run) => run.Rows < 0 ? 1 : run.Rows;

    private int RunListsAndFields(ref LayoutRun run)
    {
        // One piece of the stack instead of four: each costs as much as reading a field.
        Span<long> memory = stackalloc long[_listNumbers];
        Span<int> counts = MemoryMarshal.Cast<long, int>(memory[(2 * _fields)..]);
        var scratch = new Scratch(memory[.._fields], MemoryMarshal.AsBytes(memory[_fields..(2 * _fields)])[.._fields], counts[.._fields], 1);
        scratch.Clear();
        Span<int> before = counts.Slice(_fields, _optionalInner.Length);
        for (int i = 0; i < before.Length; i++)
        {
            before[i] = run.Column(_optionalInner[i]).Count;
        }

        int start = run.Offset;
        foreach (Operation operation in _operations)
        {
            operation.Run(ref run, scratch, 0);
        }

        int rows = RowsOfLists(ref run);
        foreach (ColumnPlan column in _columns)
        {
            if (column.AppendRepeat(ref run, scratch, rows, out string? reason, out FieldPlan fault) >= 0)
            {
                throw new PayloadException(reason!, Locate(ref run, scratch, start, 0, fault.Field));
            }
        }

        _step?.Append(ref run, rows);
        for (int i = 0; i < before.Length; i++)
        {
            ColumnBuffer column = run.Column(_optionalInner[i]);
            if (before[i] + rows != column.Count)
            {
                column.AppendNulls(before[i] + rows - column.Count);
            }
        }

        return rows;
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
