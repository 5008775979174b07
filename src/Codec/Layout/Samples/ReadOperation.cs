using Ingest.Codec.Layout.Reading;

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
        if (Condition is { } condition && !condition.Holds(run.Slots))
        {
            Skip(ref run, scratch, record);
            return;
        }

        int offset = run.Offset;
        long value = Reader.Read(ref run, Name);
        if (value == Null)
        {
            Skip(ref run, scratch, record);
            return;
        }

        if (!Allowed.Contains(value))
        {
            throw new PayloadException($"{Name} is {value}, expected {Allowed}", offset);
        }

        if (Time is { } time)
        {
            value = time.Micros(value, ref run, Name, offset);
        }

        if (Field >= 0)
        {
            scratch.Add(Field, value);
        }

        if (Slot >= 0)
        {
            run.Slots[Slot] = value;
        }
    }

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
                throw TimeConversion.Refused(Name, values[record], run.Offset + at + (record * stride));
            }

            scratch.AddAll(Field);
        }
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
