using Ingest.Codec.Layout.Reading;
using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Building;

/// <content>Fields that are one number.</content>
internal sealed partial class ScopeBuilder
{
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

    /// <summary>What a field that is no column may be: a reader gives nothing that its type cannot hold, but for 64 bits without
    /// a sign.</summary>
    private static Interval Limited(StoredType type, FieldText text, int line, string at)
    {
        Interval written = NumberPlan.Written(text, type.Natural, line, at);
        return written == type.Natural && type.Natural != StoredType.Unsigned64 ? Interval.All : written;
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
}
