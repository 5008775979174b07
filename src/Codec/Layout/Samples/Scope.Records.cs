using System.Buffers;
using System.Diagnostics;
using Ingest.Codec.Layout.Rows;

namespace Ingest.Codec.Layout.Samples;

/// <content>Records without lists in them, each of which is a row.</content>
internal sealed partial class Scope
{
    private const int StackNumbersMax = 256;

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
}
