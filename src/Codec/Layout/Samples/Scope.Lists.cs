using System.Runtime.InteropServices;
using Ingest.Codec.Columns;

namespace Ingest.Codec.Layout.Samples;

/// <content>Records with lists in them, whose rows are those of the lists.</content>
internal sealed partial class Scope
{
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
}
