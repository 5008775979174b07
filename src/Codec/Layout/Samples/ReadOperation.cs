using System.Diagnostics;
using Ingest.Codec.Layout.Reading;
using Ingest.Codec.Layout.Rows;

namespace Ingest.Codec.Layout.Samples;

/// <summary>Reads a field.</summary>
internal sealed class ReadOperation : Operation
{
    public required string Name { get; init; }

    public required IntegerReader Reader { get; init; }

    /// <summary>Where its numbers go; -1: nowhere, it is no column.</summary>
    public int Field { get; init; } = -1;

    /// <summary>Where later fields find it; -1: none asks.</summary>
    public int Slot { get; set; } = -1;

    public Condition? Condition { get; init; }

    /// <summary>Of a time: the number that means that there is none; null: there is no such number.</summary>
    public long? Null { get; init; }

    /// <summary>The numbers that are allowed; those of a column of numbers are checked all together, elsewhere.</summary>
    public Interval Allowed { get; init; } = Interval.All;

    /// <summary>Makes microseconds of the number at once; null: it stays as it is stored.</summary>
    public TimeConversion? Time { get; init; }

    /// <inheritdoc/>
    public override int? Bytes => Condition is null && Reader.Bytes > 0 ? Reader.Bytes : null;

    /// <inheritdoc/>
    public override int BytesMin => Condition is null ? (Reader.BitsMin + 7) / 8 : 0;

    /// <inheritdoc/>
    public override bool IsStrided =>
        Bytes is not null && Slot < 0 && Null is null && (Field >= 0 || Allowed == Interval.All) && Time is not { FloatBits: > 0 };

    /// <inheritdoc/>
    public override bool IsOpenEnded => Reader is BytesReader { IsOpenEnded: true };

    /// <inheritdoc/>
    public override void SetAfter(int bytes) => ((BytesReader)Reader).After = bytes;

    /// <inheritdoc/>
    public override void Run(ref LayoutRun run, scoped Scratch scratch, int record)
    {
        if (!TryRead(ref run, out long value))
        {
            if (Field >= 0)
            {
                scratch.Skip(Field, record);
            }
        }
        else if (Field >= 0)
        {
            scratch.Add(Field, value);
        }
    }

    /// <inheritdoc/>
    public override void RunAlone(ref LayoutRun run) => TryRead(ref run, out _);

    /// <summary>Reads the next number, which those that refer to it find from then on.</summary>
    /// <returns>Whether there is one; it is 0 where there is none.</returns>
    /// <exception cref="PayloadException">It is not there, or not allowed.</exception>
    public bool TryRead(ref LayoutRun run, out long value)
    {
        value = 0;
        bool isThere = Condition is not { } condition || condition.Holds(run.Slots);
        if (isThere)
        {
            int offset = run.Offset;
            value = Reader.Read(ref run, Name);
            if (value == Null)
            {
                value = 0;
                isThere = false;
            }
            else if (!Allowed.Contains(value))
            {
                throw new PayloadException($"{Name} is {value}, expected {Allowed}", offset);
            }
            else if (Time is { } time)
            {
                value = time.Micros(value, ref run, Name, offset);
            }
        }

        // Not what it was in the record before.
        if (Slot >= 0)
        {
            run.Slots[Slot] = value;
        }

        return isThere;
    }

    /// <summary>The same for a record that becomes a row at once.</summary>
    public RowStep Step(RowWriter row) =>
        (Condition is null && Null is null && Slot < 0 ? Reader.Step(this, row) : null) ?? new ReadStep(this, row);

    /// <inheritdoc/>
    public override void RunStrided(ref LayoutRun run, scoped Scratch scratch, int at, int stride)
    {
        if (Field >= 0)
        {
            Span<long> values = scratch.Values(Field);
            Reader.ReadStrided(run.Payload, run.Offset + at, stride, values);
            if (Allowed.FirstOutside(values) is >= 0 and var outside)
            {
                throw new PayloadException($"{Name} is {values[outside]}, expected {Allowed}", run.Offset + at + (outside * stride));
            }

            if (Time?.Convert(ref run, values, Name) is >= 0 and var record)
            {
                throw RefusedTime(ref run, run.Offset + at + (record * stride));
            }

            scratch.AddAll(Field);
        }
    }

    /// <summary>The sentence about a number that is no time, which is that of one that is read by itself.</summary>
    private UnreachableException RefusedTime(ref LayoutRun run, int offset)
    {
        Span<long> stored = [0];
        Reader.ReadStrided(run.Payload, offset, 0, stored);
        Time!.Micros(stored[0], ref run, Name, offset);
        return new UnreachableException("what is no time among many is none by itself");
    }

    /// <inheritdoc/>
    public override void Skip(ref LayoutRun run, scoped Scratch scratch, int record)
    {
        if (Field >= 0)
        {
            scratch.Skip(Field, record);
        }

        // Not what it was in the record before.
        if (Slot >= 0)
        {
            run.Slots[Slot] = 0;
        }
    }
}
