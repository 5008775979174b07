using Ingest.Codec.Columns;

namespace Ingest.Codec.Tests.Columns;

public enum Operation
{
    Append,
    AppendNulls,
    AppendInPlace,
    AppendRange,
    AppendRepeat,
    Truncate,
    SetNull,
    Reserve,
    Trim,
    Dispose,
}

/// <summary>One operation on a column and on the list that models it.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Cell">The value that it appends, or null.</param>
/// <param name="A">A number that it derives rows from.</param>
/// <param name="B">Another one.</param>
public sealed record Step<T>(Operation Kind, T? Cell, int A, int B)
    where T : struct
{
    public void Apply(IColumnAccess<T> access, ColumnBuffer column, List<T?> model, ColumnBuffer source, T?[] sourceRows)
    {
        switch (Kind)
        {
            case Operation.Append:
                access.AppendCell(column, Cell);
                model.Add(Cell);
                break;
            case Operation.AppendNulls:
                column.AppendNulls(A);
                model.AddRange(new T?[A]);
                break;
            case Operation.AppendInPlace:
                access.AppendInPlace(column, Cell ?? access.Default, A);
                model.AddRange(Enumerable.Repeat<T?>(Cell ?? access.Default, A));
                break;
            case Operation.AppendRange:
                int start = A % (sourceRows.Length + 1);
                int count = B % (sourceRows.Length - start + 1);
                column.AppendRange(source, start, count);
                model.AddRange(sourceRows.AsSpan(start, count));
                break;
            case Operation.AppendRepeat when sourceRows.Length > 0:
                column.AppendRepeat(source, A % sourceRows.Length, B);
                model.AddRange(Enumerable.Repeat(sourceRows[A % sourceRows.Length], B));
                break;
            case Operation.Truncate:
                int kept = Math.Max(0, model.Count - A);
                column.Truncate(kept);
                model.RemoveRange(kept, model.Count - kept);
                break;
            case Operation.SetNull when model.Count > 0 && access.TrySetNull(column, A % model.Count):
                model[A % model.Count] = null;
                break;
            case Operation.Reserve:
                column.Reserve(A * B);
                break;
            case Operation.Trim:
                column.Trim();
                break;
            case Operation.Dispose when A == 0:
                column.Dispose();
                model.Clear();
                break;
        }
    }
}
