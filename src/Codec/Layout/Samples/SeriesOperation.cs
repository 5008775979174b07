using System.Buffers;
using Ingest.Codec.Layout.Reading;
using Ingest.Codec.Layout.Rows;

namespace Ingest.Codec.Layout.Samples;

/// <summary>Which rows of a series have a number, by a number before it.</summary>
/// <param name="Reader">The number.</param>
/// <param name="All">What it is when every row has one; <see cref="Never"/>: never.</param>
/// <param name="None">When none has.</param>
/// <param name="Bitmap">When a bitmap says it: row i by bit i mod 8, lowest first, of byte i div 8.</param>
internal sealed record PresencePlan(IntegerReader Reader, long All, long None, long Bitmap)
{
    public const long Never = long.MinValue;

    /// <summary>The number that every row has one, where it is a byte; -1: it is none.</summary>
    private readonly int _allByte = Reader is FixedReader<U8> && All is >= 0 and <= byte.MaxValue ? (int)All : -1;

    /// <summary>Passes the number if it says that every row has one. Nearly all do, so that it is not read as others are.</summary>
    /// <returns>Whether it was passed; it may say the same if not.</returns>
    public bool TryPassAll(ref LayoutRun run)
    {
        bool isAll = run.Remaining > 0 && run.Payload[run.Offset] == _allByte;
        run.Offset += isAll ? 1 : 0;
        return isAll;
    }
}

/// <summary>Reads all numbers of one column, one after the other.</summary>
internal sealed class SeriesOperation : LoneOperation
{
    private const int StackNumbersMax = 256;

    private readonly string _name = "";
    private readonly ColumnPlan _column = null!;

    public required ColumnPlan Column
    {
        get => _column;
        init
        {
            _column = value;
            _name = value.Fields[0].Name;
        }
    }

    public required Count Count { get; init; }

    public required IntegerReader Rest { get; init; }

    /// <summary>How the first numbers are stored, as many as the order of differences; null: as the rest.</summary>
    public IntegerReader? First { get; init; }

    public PresencePlan? Presence { get; init; }

    /// <inheritdoc/>
    public override bool IsOpenEnded => Count is { Slot: < 0, Fixed: null };

    /// <inheritdoc/>
    public override void SetAfter(int bytes) => Count.After = bytes;

    /// <inheritdoc/>
    public override void RunAlone(ref LayoutRun run)
    {
        int start = run.Offset;
        int rows = run.CheckRows(Count.Slot >= 0 ? Count.OfSlot(ref run) : Count.Of(ref run, Rest.Bytes));
        if (rows == 1 && Column.Row is { } row)
        {
            RunOne(ref run, row, start);
        }
        else
        {
            RunMany(ref run, rows, start);
        }

        run.AddRows(rows, start);
    }

    /// <summary>The same for one row, which many payloads have: without room for more.</summary>
    private void RunOne(ref LayoutRun run, RowWriter row, int start)
    {
        if (Presence is { } presence && !presence.TryPassAll(ref run) && Present(ref run, [0], 1) == 0)
        {
            row.AppendNull(ref run);
            return;
        }

        long one = (First ?? Rest).Read(ref run, _name);
        if (!row.TryAppend(ref run, one))
        {
            throw new PayloadException(Column.Refused(ref run, one), start);
        }
    }

    private void RunMany(ref LayoutRun run, int rows, int start)
    {
        long[]? rented = rows > StackNumbersMax ? ArrayPool<long>.Shared.Rent(rows) : null;
        byte[]? rentedMarks = rows > StackNumbersMax && MayBeAbsent ? ArrayPool<byte>.Shared.Rent(rows) : null;
        try
        {
            Span<long> values = rented is null ? stackalloc long[rows] : rented.AsSpan(0, rows);
            Span<byte> absent = !MayBeAbsent ? default : rentedMarks is null ? stackalloc byte[rows] : rentedMarks.AsSpan(0, rows);
            absent.Clear();
            Append(ref run, values, absent, start);
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

    private void Append(ref LayoutRun run, scoped Span<long> values, scoped Span<byte> absent, int start)
    {
        Span<int> present = [Present(ref run, absent, values.Length)];
        Read(ref run, values[..present[0]]);
        if (Column.Append(ref run, new Scratch(values, absent, present, values.Length), out string? reason, out _) >= 0)
        {
            throw new PayloadException(reason!, start);
        }
    }

    private bool MayBeAbsent => Presence is not null || Column.Fields[0].Conversion.Null is not null;

    private void Read(ref LayoutRun run, scoped Span<long> values)
    {
        int first = First is null ? 0 : Math.Min(Math.Max(1, Column.Fields[0].Conversion.Order), values.Length);
        for (int i = 0; i < first; i++)
        {
            values[i] = First!.Read(ref run, _name);
        }

        if (values.Length > first)
        {
            run.Require(((long)(values.Length - first) * Rest.BitsMin) / 8, _name);
            Rest.ReadMany(ref run, values[first..], _name);
        }
    }

    private int Present(ref LayoutRun run, scoped Span<byte> absent, int rows)
    {
        if (Presence is not { } presence)
        {
            return rows;
        }

        int offset = run.Offset;
        long kind = presence.Reader.Read(ref run, _name);
        if (kind == presence.All)
        {
            return rows;
        }

        if (kind == presence.None)
        {
            absent.Fill(1);
            return 0;
        }

        if (kind != presence.Bitmap)
        {
            throw new PayloadException($"presence of {_name} is {kind}, which the layout does not know", offset);
        }

        return Bitmap(ref run, absent, rows);
    }

    private int Bitmap(ref LayoutRun run, scoped Span<byte> absent, int rows)
    {
        ReadOnlySpan<byte> bitmap = run.Take((rows + 7) / 8, _name);
        if (rows % 8 != 0 && bitmap[^1] >> (rows % 8) != 0)
        {
            throw new PayloadException($"unused bits at the end of the bitmap of {_name} are set, expected zero", run.Offset - 1);
        }

        int present = 0;
        for (int row = 0; row < rows; row++)
        {
            int bit = (bitmap[row >> 3] >> (row & 7)) & 1;
            absent[row] = (byte)(1 - bit);
            present += bit;
        }

        return present;
    }
}
