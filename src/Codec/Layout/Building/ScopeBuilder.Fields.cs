using System.Text;
using Ingest.Codec.Columns;
using Ingest.Codec.Layout.Reading;
using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Building;

/// <content>Fields that are one number, or one byte string.</content>
internal sealed partial class ScopeBuilder
{
    private const string TimeName = "time";

    private void Scalar(List<Operation> operations, string name, FieldText text, JsonItem item, string at)
    {
        if (FieldText.Bracketed(text.Type, "skip") is { } skipped)
        {
            Skip(operations, name, Length(skipped, item.Line, at), text, item.Line, at);
        }
        else if (Checksum.Named(text.Type) is { } checksum)
        {
            ChecksumField(operations, name, checksum, text, item.Line, at);
        }
        else if (FieldText.Bracketed(text.Type, "bytes") is { } bytes)
        {
            ByteString(operations, name, bytes, isText: false, text, item.Line, at);
        }
        else if (FieldText.Bracketed(text.Type, "text") is { } characters)
        {
            ByteString(operations, name, characters, isText: true, text, item.Line, at);
        }
        else
        {
            StoredType type = StoredType.Of(text, context.BigEndian)
                ?? throw new LayoutException(item.Line, at, StoredType.Unknown(text.Type, context.Types.Keys));
            Number(operations, name, type, text, item, at);
        }
    }

    private void Skip(List<Operation> operations, string name, int length, FieldText text, int line, string at)
    {
        FieldWords.Only(text, "bytes that mean nothing", ["if"], line, at);
        operations.Add(ConditionOf(text, line, at) is { } condition
            ? new ReadOperation { Name = name, Reader = new BytesReader(BytesEnd.Fixed, length), Condition = condition }
            : new SkipOperation(name, length));
    }

    private void Number(List<Operation> operations, string name, StoredType type, FieldText text, JsonItem item, string at)
    {
        if (type.Reader is PackedReader)
        {
            throw new LayoutException(item.Line, at, "packed integers are a list; use them in the Rest of a Series");
        }

        int line = item.Line;
        if (item.Member("Unit") is not null && !IsTime(name, text, item))
        {
            throw new LayoutException(line, at, "Unit: only a time has a unit that a field chooses; say the unit after the type");
        }

        CheckWords(name, type, text, item, at);
        _hasDifferences |= text.Delta > 0;
        if (text.Delta > 0 && (IsHidden(name) || (outer is not null && IsWithin(text, item))))
        {
            throw new LayoutException(line, at, "differences need a column, and a base and a unit that are not within the records");
        }

        Condition? condition = ConditionOf(text, line, at);
        _hasAbsent |= condition is not null || text.Null is not null;
        TimeConversion? time = TimeOf(name, type, text, item, at);
        int field = -1;
        if (!IsHidden(name))
        {
            field = TakeField();
            Column(name, field, type, text, item, time, at);
        }

        // What is stored as differences is a time only when it has been summed up.
        var read = new ReadOperation
        {
            Name = name,
            Reader = type.Reader,
            Field = field,
            Condition = condition,
            Allowed = IsHidden(name) || (time is { FloatBits: 0 } && text.Delta == 0) ? Limited(type, text, line, at) : Interval.All,
            Null = time is null || text.Delta > 0 ? null : NumberPlan.Null(text, type.Natural, line, at),
            Time = text.Delta == 0 ? time : null,
        };
        operations.Add(read);
        if (text.Delta > 0)
        {
            Claim(name, line, at);
        }
        else
        {
            Define(name, time is not null, slot => read.Slot = slot, line, at);
        }
    }

    /// <summary>Makes a column of a field's numbers.</summary>
    private void Column(string name, int field, StoredType type, FieldText text, JsonItem item, TimeConversion? time, string at)
    {
        int line = item.Line;
        if (text.Delta > 0 && text.Null is not null)
        {
            throw new LayoutException(line, at, "a difference cannot mean none; leave null= out");
        }

        if (name == TimeName)
        {
            if (text.Null is not null || text.Condition is not null)
            {
                throw new LayoutException(line, at, "every sample has a time; leave null= and if out");
            }

            if (!_isOptional || !_columns.ContainsKey(-1))
            {
                TakeTime(line, at);
            }

            Add(-1, new FieldPlan(name, field, TimePlan(time!, text.Delta)), new Int64Writer(), line, at);
        }
        else if (time is not null)
        {
            Conversion conversion = TimePlan(time, text.Delta);
            Add(Channel(name, ColumnType.TimestampMicros, null, line, at), new FieldPlan(name, field, conversion), new Int64Writer(), line, at);
        }
        else if (type.Kind == StoredKind.Float)
        {
            Float(name, field, type, text, line, at);
        }
        else if (Words(text, item, at) is { } words)
        {
            Interval stored = text.Delta > 0 ? Interval.All : type.Natural;
            byte[]? other = OptionalText(item, "Else", at) is { } word ? Encoding.UTF8.GetBytes(word) : null;
            Add(
                Channel(name, ColumnType.Text, text.Unit, line, at),
                new FieldPlan(name, field, new NumberConversion
                {
                    Order = text.Delta,
                    Null = NumberPlan.Null(text, type.Natural, line, at),
                    Allowed = NumberPlan.Written(text, stored, line, at),
                }),
                new EnumWriter(words, other),
                line,
                at);
        }
        else
        {
            (ColumnType column, NumberConversion conversion) = NumberPlan.Of(text, type.Natural, line, at);
            Add(Channel(name, column, text.Unit, line, at), new FieldPlan(name, field, conversion), IntegerWriter(column), line, at);
        }
    }

    private void Float(string name, int field, StoredType type, FieldText text, int line, string at)
    {
        if (text is not { Multiplier: "1", Divisor: "1", Addend: "0", Null: null, Range: null, Constant: null, Delta: 0 })
        {
            throw new LayoutException(line, at, "a floating-point number is taken as it is; calculate in SQL");
        }

        ColumnType column = text.Column ?? (type.Bits == 64 ? ColumnType.Double : ColumnType.Float);
        if (column.Kind is not ColumnKind.Double && (column.Kind is not ColumnKind.Float || type.Bits == 64))
        {
            throw new LayoutException(line, at, $"{text.Type} does not become {column}; leave the type out");
        }

        Add(
            Channel(name, column, text.Unit, line, at),
            new FieldPlan(name, field, new IdentityConversion()),
            new FloatWriter(type.Bits),
            line,
            at);
    }

    private void ByteString(List<Operation> operations, string name, string length, bool isText, FieldText text, int line, string at)
    {
        FieldWords.Only(text, "a byte string", ["=", "if"], line, at);
        if (text.Constant is { } constant)
        {
            byte[] magic = Magic(constant, length, isText, line, at);
            if (!IsHidden(name))
            {
                throw new LayoutException(line, at, $"what is always = {constant} is no column; give it a name with an underscore");
            }

            operations.Add(new MagicOperation(name, magic, ConditionOf(text, line, at)));
            return;
        }

        BytesReader reader = length switch
        {
            "end" when outer is null => new BytesReader(BytesEnd.Payload, 0),
            "zero" => new BytesReader(BytesEnd.Zero, 0),
            _ when length.StartsWith('_') => new BytesReader(BytesEnd.Field, NumberSlot(length, line, at)),
            _ => new BytesReader(BytesEnd.Fixed, Length(length, line, at)),
        };
        Condition? condition = ConditionOf(text, line, at);
        _hasAbsent |= condition is not null;
        int field = -1;
        if (!IsHidden(name))
        {
            field = TakeField();
            Add(
                Channel(name, isText ? ColumnType.Text : ColumnType.Binary, text.Unit, line, at),
                new FieldPlan(name, field, new IdentityConversion()),
                new BytesWriter(isText),
                line,
                at);
        }

        Claim(name, line, at);
        operations.Add(new ReadOperation { Name = name, Reader = reader, Field = field, Condition = condition });
    }

    private void ChecksumField(List<Operation> operations, string name, Checksum checksum, FieldText text, int line, string at)
    {
        if (outer is not null)
        {
            throw new LayoutException(line, at, "a checksum covers a payload, not a record of it");
        }

        FieldWords.Only(text, "a checksum", ["from="], line, at);
        var number = new FieldText { Type = $"u{8 * checksum.Bytes}", BigEndian = text.BigEndian };
        operations.Add(new ChecksumOperation(name, StoredType.Of(number, context.BigEndian)!.Reader, checksum, text.From));
    }

    private Condition? ConditionOf(FieldText text, int line, string at)
    {
        if (text.Condition is not { } written)
        {
            return null;
        }

        int equals = written.IndexOf('=', StringComparison.Ordinal);
        bool not = equals > 0 && written[equals - 1] == '!';
        int point = written.IndexOf('.', StringComparison.Ordinal);
        string name = equals >= 0 ? written[..(not ? equals - 1 : equals)] : point >= 0 ? written[..point] : written;
        int slot = NumberSlot(name, line, at);
        if (equals >= 0)
        {
            return new Condition(slot, null, NumberPlan.Stored(written[(equals + 1)..], line, at), not);
        }

        return point < 0
            ? new Condition(slot, null, 0, Not: true)
            : int.TryParse(written[(point + 1)..], out int bit) && bit is >= 0 and < 64
                ? new Condition(slot, bit, 0, Not: false)
                : throw new LayoutException(line, at, $"if {written}: expected _flags.3, _type=2, _type!=2 or _count");
    }

    /// <summary>What a field that is no column may be: a reader gives nothing that its type cannot hold, but for 64 bits without
    /// a sign.</summary>
    private static Interval Limited(StoredType type, FieldText text, int line, string at)
    {
        Interval written = NumberPlan.Written(text, type.Natural, line, at);
        return written == type.Natural && type.Natural != StoredType.Unsigned64 ? Interval.All : written;
    }

    private int Channel(string name, ColumnType type, string? unit, int line, string at) => context.Channel(name, type, unit, line, at);

    private void Define(string name, bool isTime, Action<int> take, int line, string at)
    {
        Claim(name, line, at);
        if (_symbols.TryGetValue(name, out Symbol? known) && _isOptional)
        {
            known.Also(take);
            return;
        }

        if (!_symbols.TryAdd(name, new Symbol(name, isTime, take)))
        {
            throw new LayoutException(line, at, "is there twice");
        }
    }

    private static ColumnWriter IntegerWriter(ColumnType type) => type.Storage == ColumnStorage.Int32 ? new Int32Writer() : new Int64Writer();

    private static bool IsHidden(string name) => name.StartsWith('_');

    private static int Length(string text, int line, string at) => int.TryParse(text, out int length) && length is > 0 and <= 1 << 20
        ? length
        : throw new LayoutException(line, at, $"expected a number of bytes, not '{text}'");
}
