using Ingest.Codec.Columns;
using Ingest.Codec.Layout.Rows;

namespace Ingest.Codec.Layout.Samples;

/// <summary>A field that a column is made of.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Field">Where its numbers are.</param>
/// <param name="Conversion">What becomes of them.</param>
internal sealed record FieldPlan(string Name, int Field, Conversion Conversion);

/// <summary>How a column is made of the records of a scope: of one field, or of several of which a record has one at most.</summary>
/// <param name="column">The channel; -1: the samples' time.</param>
/// <param name="fields">At least one.</param>
/// <param name="writer">Appends the rows.</param>
internal sealed class ColumnPlan(int column, FieldPlan[] fields, ColumnWriter writer)
{
    private const int ChunkRows = 64;

    public FieldPlan[] Fields { get; } = fields;

    public ColumnWriter Writer { get; } = writer;

    /// <summary>Appends one number at once; null where several fields give the column.</summary>
    public RowWriter? Row { get; } = fields.Length == 1 ? RowWriter.Of(column, fields[0], writer) : null;

    private ColumnBuffer Of(ref LayoutRun run) => run.Column(column);

    /// <summary>Appends a row a record.</summary>
    /// <param name="run">Where earlier fields are.</param>
    /// <param name="scratch">The records.</param>
    /// <param name="reason">What is wrong with a number.</param>
    /// <param name="fault">The field that has it.</param>
    /// <returns>The record that has it; -1 when all are right.</returns>
    public int Append(ref LayoutRun run, scoped Scratch scratch, out string? reason, out FieldPlan fault)
    {
        int record = Convert(ref run, scratch, out reason, out fault);
        Span<long> rows = scratch.Values(Fields[0].Field);
        if (record < 0 && Of(ref run) is BytesColumn)
        {
            run.AddStringBytes(StringBytes(rows, Absent(Fields[0], scratch)));
        }

        return record >= 0 ? record : Written(Writer.Write(run.Payload, Of(ref run), rows, Absent(Fields[0], scratch)), rows, ref reason);
    }

    /// <summary>What is wrong with a number that <see cref="Row"/> does not append.</summary>
    public string Refused(ref LayoutRun run, long number)
    {
        Span<long> rows = [number];
        if (Fields[0].Conversion.Convert(ref run, rows, default, Fields[0].Name, out string? reason) < 0)
        {
            Written(0, rows, ref reason);
        }

        return reason!;
    }

    /// <summary>Appends the only record's value to each of many rows.</summary>
    /// <inheritdoc cref="Append"/>
    public int AppendRepeat(ref LayoutRun run, scoped Scratch scratch, int times, out string? reason, out FieldPlan fault)
    {
        if (times == 1 && Row is not null && TryAppendOne(ref run, scratch))
        {
            reason = null;
            fault = Fields[0];
            return -1;
        }

        int record = Convert(ref run, scratch, out reason, out fault);
        if (record >= 0)
        {
            return record;
        }

        ColumnBuffer target = Of(ref run);
        Span<byte> absent = Absent(Fields[0], scratch);
        if (!absent.IsEmpty && absent[0] != 0)
        {
            target.AppendNulls(times);
            return -1;
        }

        Span<long> rows = scratch.Values(Fields[0].Field);
        if (target is BytesColumn)
        {
            run.AddStringBytes((long)times * Writer.StringBytes(rows[0]));
        }

        if (times == 0)
        {
            // Nothing is kept of it, but it has to be right.
            int before = target.Count;
            record = Writer.Write(run.Payload, target, rows[..1], default);
            target.Truncate(before);
            return Written(record, rows, ref reason);
        }

        Span<long> chunk = stackalloc long[Math.Min(times, ChunkRows)];
        chunk.Fill(rows[0]);
        for (int row = 0; row < times && record < 0; row += ChunkRows)
        {
            record = Writer.Write(run.Payload, target, chunk[..Math.Min(ChunkRows, times - row)], default);
        }

        return Written(record, rows, ref reason);
    }

    private bool TryAppendOne(ref LayoutRun run, scoped Scratch scratch)
    {
        int field = Fields[0].Field;
        if (scratch.Present(field) != 0)
        {
            return Row!.TryAppend(ref run, scratch.Values(field)[0]);
        }

        Of(ref run).AppendNull();
        return true;
    }

    /// <summary>Converts all fields, and gathers them in the first one's rows.</summary>
    private int Convert(ref LayoutRun run, scoped Scratch scratch, out string? reason, out FieldPlan fault)
    {
        fault = Fields[0];
        int record = Convert(fault, ref run, scratch, out reason);
        for (int i = 1; i < Fields.Length && record < 0; i++)
        {
            fault = Fields[i];
            record = Convert(fault, ref run, scratch, out reason);
            Span<long> rows = scratch.Values(Fields[0].Field);
            Span<byte> absent = Absent(Fields[0], scratch);
            Span<long> others = scratch.Values(fault.Field);
            Span<byte> missing = Absent(fault, scratch);
            for (int row = 0; row < others.Length && record < 0; row++)
            {
                if (missing.IsEmpty || missing[row] == 0)
                {
                    rows[row] = others[row];
                    absent[row] = 0;
                }
            }
        }

        return record;
    }

    private static int Convert(FieldPlan plan, ref LayoutRun run, scoped Scratch scratch, out string? reason)
    {
        int present = scratch.Present(plan.Field);
        Span<long> rows = scratch.Values(plan.Field);
        Delta.Integrate(rows[..present], plan.Conversion.Order);
        Presence.Scatter(rows, present, scratch.Absent(plan.Field));
        if (plan.Conversion.Null is { } none)
        {
            Presence.MarkAll(rows, none, scratch.Marks(plan.Field));
        }

        return plan.Conversion.Convert(ref run, rows, Absent(plan, scratch), plan.Name, out reason);
    }

    private long StringBytes(ReadOnlySpan<long> rows, ReadOnlySpan<byte> absent)
    {
        long bytes = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            bytes += absent.IsEmpty || absent[row] == 0 ? Writer.StringBytes(rows[row]) : 0;
        }

        return bytes;
    }

    private static Span<byte> Absent(FieldPlan plan, Scratch scratch) =>
        plan.Conversion.Null is null ? scratch.Absent(plan.Field) : scratch.Marks(plan.Field);

    private int Written(int record, ReadOnlySpan<long> rows, ref string? reason)
    {
        if (record >= 0)
        {
            reason = Writer is EnumWriter
                ? $"{Fields[0].Name} is {rows[record]}, which the layout gives no word"
                : $"{Fields[0].Name} is no UTF-8 text";
        }

        return record;
    }
}
