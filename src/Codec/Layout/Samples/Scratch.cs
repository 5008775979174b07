namespace Ingest.Codec.Layout.Samples;

/// <summary>
/// What the fields of some records say, before it becomes rows: a row of numbers a field, those that are there first, and a mark
/// for each record that has none.
/// </summary>
internal readonly ref struct Scratch
{
    private readonly Span<long> _values;
    private readonly Span<byte> _absent;
    private readonly Span<int> _present;

    /// <param name="values">Fields times records.</param>
    /// <param name="absent">Fields times records, all zero; empty where no field is ever absent.</param>
    /// <param name="present">One a field, all zero.</param>
    /// <param name="records">How many.</param>
    public Scratch(Span<long> values, Span<byte> absent, Span<int> present, int records)
    {
        _values = values;
        _absent = absent;
        _present = present;
        Records = records;
    }

    public int Records { get; }

    /// <summary>A field's numbers, one a record, of which only the present ones mean something.</summary>
    public Span<long> Values(int field) => _values.Slice(field * Records, Records);

    /// <summary>1 for a record without a number; empty where every record has one.</summary>
    public Span<byte> Absent(int field) => _present[field] == Records || _absent.IsEmpty ? default : _absent.Slice(field * Records, Records);

    /// <summary>A field's marks, also where every record has a number.</summary>
    public Span<byte> Marks(int field) => _absent.Slice(field * Records, Records);

    public int Present(int field) => _present[field];

    public void Add(int field, long value) => _values[(field * Records) + _present[field]++] = value;

    public void AddAll(int field) => _present[field] = Records;

    public void Skip(int field, int record) => _absent[(field * Records) + record] = 1;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _absent.Clear();
        _present.Clear();
    }
}
