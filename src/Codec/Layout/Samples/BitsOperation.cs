using Ingest.Codec.Layout.Reading;

namespace Ingest.Codec.Layout.Samples;

/// <summary>One of the fields that share an integer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Field">Where its numbers go; -1: nowhere.</param>
/// <param name="Shift">Its lowest bit.</param>
/// <param name="Width">Its bits, 1 to 64.</param>
/// <param name="IsSigned">Whether they are two's complement.</param>
/// <param name="Allowed">The numbers that are allowed, where it is no column.</param>
internal sealed record BitField(string Name, int Field, int Shift, int Width, bool IsSigned, Interval Allowed)
{
    /// <summary>Where later fields find it; -1: none asks.</summary>
    public int Slot { get; set; } = -1;

    public long Of(long whole)
    {
        long high = whole << (64 - Shift - Width);
        return IsSigned ? high >> (64 - Width) : (long)((ulong)high >> (64 - Width));
    }
}

/// <summary>Reads an integer whose bits are fields.</summary>
internal sealed class BitsOperation(string name, IntegerReader reader, int container, IReadOnlyList<BitField> fields) : Operation
{
    /// <inheritdoc/>
    public override int? Bytes => reader.Bytes;

    private readonly BitField[] _fields = [.. fields];

    public string Name => name;

    public IntegerReader Reader => reader;

    public IReadOnlyList<BitField> Fields => _fields;

    /// <inheritdoc/>
    public override bool IsStrided => _fields.All(bits => bits.Slot < 0 && (bits.Field >= 0 || bits.Allowed == Interval.All));

    /// <inheritdoc/>
    public override void Run(ref LayoutRun run, scoped Scratch scratch, int record)
    {
        int offset = run.Offset;
        long whole = reader.Read(ref run, name);
        for (int i = 0; i < _fields.Length; i++)
        {
            long value = Value(ref run, i, whole, offset);
            if (_fields[i].Field >= 0)
            {
                scratch.Add(_fields[i].Field, value);
            }
        }
    }

    /// <summary>The number of a field, which those that refer to it find from then on.</summary>
    /// <param name="run">Where they find it.</param>
    /// <param name="index">The field.</param>
    /// <param name="whole">The integer.</param>
    /// <param name="offset">Where the integer is.</param>
    /// <exception cref="PayloadException">It is not allowed.</exception>
    public long Value(ref LayoutRun run, int index, long whole, int offset)
    {
        BitField field = _fields[index];
        long value = field.Of(whole);
        if (field.Field < 0 && !field.Allowed.Contains(value))
        {
            throw new PayloadException($"{field.Name} is {value}, expected {field.Allowed}", offset);
        }

        if (field.Slot >= 0)
        {
            run.Slots[field.Slot] = value;
        }

        return value;
    }

    /// <inheritdoc/>
    public override void RunStrided(ref LayoutRun run, scoped Scratch scratch, int at, int stride)
    {
        Span<long> wholes = scratch.Values(container);
        reader.ReadStrided(run.Payload, run.Offset + at, stride, wholes);
        foreach (BitField field in _fields)
        {
            if (field.Field < 0)
            {
                continue;
            }

            Span<long> values = scratch.Values(field.Field);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = field.Of(wholes[i]);
            }

            scratch.AddAll(field.Field);
        }
    }

    /// <inheritdoc/>
    public override void Skip(ref LayoutRun run, scoped Scratch scratch, int record)
    {
        foreach (BitField field in _fields)
        {
            if (field.Field >= 0)
            {
                scratch.Skip(field.Field, record);
            }

            if (field.Slot >= 0)
            {
                run.Slots[field.Slot] = 0;
            }
        }
    }
}
