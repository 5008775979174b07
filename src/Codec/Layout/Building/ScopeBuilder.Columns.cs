using System.Text;
using Ingest.Codec.Columns;
using Ingest.Codec.Layout.Samples;
using static Ingest.Codec.Layout.Building.ItemMembers;

namespace Ingest.Codec.Layout.Building;

/// <content>The columns that fields become.</content>
internal sealed partial class ScopeBuilder
{
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

    private void Add(int channel, FieldPlan field, ColumnWriter writer, int line, string at)
    {
        if (_inner.Contains(channel))
        {
            throw new LayoutException(line, at, "a list gives this column already; name them apart");
        }

        if (!_columns.TryGetValue(channel, out ColumnPlan? plan))
        {
            _columns.Add(channel, new ColumnPlan(channel, [field], writer));
        }
        else if (plan.Writer.GetType() == writer.GetType() && writer is Int32Writer or Int64Writer)
        {
            _columns[channel] = new ColumnPlan(channel, [.. plan.Fields, field], writer);
        }
        else
        {
            throw new LayoutException(line, at, "only integers and times may be one column in several cases; name them apart");
        }
    }

    private int Channel(string name, ColumnType type, string? unit, int line, string at) => context.Channel(name, type, unit, line, at);

    private static ColumnWriter IntegerWriter(ColumnType type) => type.Storage == ColumnStorage.Int32 ? new Int32Writer() : new Int64Writer();

    private int TakeField() => _fields++;
}
