using Ingest.Codec.Columns;
using Ingest.Codec.Layout.Reading;
using Ingest.Codec.Layout.Samples;
using static Ingest.Codec.Layout.Building.ItemMembers;

namespace Ingest.Codec.Layout.Building;

/// <content>Lists of the numbers of one column.</content>
internal sealed partial class ScopeBuilder
{
    private void Series(List<Operation> operations, string name, JsonItem item, FieldText? more, string at)
    {
        Allow(item, at, "Series", "First", "Rest", "Delta", "Present", "Value", "Unit");
        if (IsHidden(name))
        {
            throw new LayoutException(item.Line, at, "a series becomes a column; give it a name without an underscore");
        }

        int order = OptionalText(item, "Delta", at) switch
        {
            null or "0" => 0,
            "1" => 1,
            "2" => 2,
            var other => throw new LayoutException(item.Line, at, $"Delta: expected 1 or 2, not '{other}'"),
        };
        FieldText text = FieldText.Parse($"series {OptionalText(item, "Value", at)}", item.Line, at) with { Delta = order };
        text = more is null ? text : text.Then(more);
        bool isTime = IsTime(name, text, item);
        FieldWords.Only(
            text with { Delta = 0 },
            isTime ? "a list of times" : "a list of numbers",
            isTime ? ["+ field", "column type"] : ["=", "..", "null=", "/", "*", "+ -", "enum", "column type"],
            item.Line,
            at);
        if (text.Delta != order)
        {
            throw new LayoutException(item.Line, at, "the member Delta says whether a series stores differences; leave the word out");
        }

        StoredType rest = EncodingOf(Required(item, "Rest", at), order, at);
        StoredType? first = item.Member("First") is { } written ? EncodingOf(written, order, at) : null;
        TimeConversion? time = TimeOf(name, new StoredType(StoredKind.Integer, rest.Reader, Interval.All), text, item, at);
        var natural = new Interval(Math.Min(rest.Natural.From, (first ?? rest).Natural.From), Math.Max(rest.Natural.To, (first ?? rest).Natural.To));
        Dictionary<long, byte[]>? words = isTime ? null : Words(text, item, at);
        (ColumnType type, Conversion conversion) = time is null
            ? NumberPlan.Of(text with { Type = "a list" }, natural, item.Line, at)
            : (ColumnType.TimestampMicros, (Conversion)new SampleTimeConversion(time) { Order = order });
        if (words is not null)
        {
            FieldWords.Only(text with { Delta = 0 }, "words", ["=", "..", "null=", "enum"], item.Line, at);
            type = ColumnType.Text;
        }

        ColumnWriter writer = words is not null ? new EnumWriter(words, null) : name == TimeName ? new Int64Writer() : IntegerWriter(type);
        int channel = name == TimeName ? -1 : Channel(name, type, text.Unit, item.Line, at);
        Lists([channel], name == TimeName, item.Line, at);
        PresencePlan? presence = PresenceOf(item.Member("Present"), at);
        if (name == TimeName && presence is not null)
        {
            throw new LayoutException(item.Line, at, "every sample has a time; leave Present out");
        }

        Count count = CountOf(item, "Series", at);
        if (count is { Slot: < 0, Fixed: null } && (rest.Reader.Bytes == 0 || presence is not null || first is not null))
        {
            throw new LayoutException(item.Line, at, "only numbers of one length can be a list without a count");
        }

        operations.Add(new SeriesOperation
        {
            Column = new ColumnPlan(channel, [new FieldPlan(name, 0, conversion)], writer),
            Count = count,
            First = first?.Reader,
            Rest = rest.Reader,
            Presence = presence,
        });
    }

    /// <summary>How a list's integers are stored: a short form, a named type, or a choice by a number before them.</summary>
    private StoredType EncodingOf(JsonItem item, int order, string at, bool isChosen = false)
    {
        if (item.Text is { } text)
        {
            FieldText field = FieldText.Parse(text, item.Line, at);
            if (context.Types.TryGetValue(field.Type, out JsonItem? named))
            {
                context.Enter(field.Type, item.Line, at);
                StoredType known = EncodingOf(named, order, at, isChosen);
                context.Leave(field.Type);
                return known;
            }

            FieldWords.Only(field, "how integers are stored", ["signed", "zigzag"], item.Line, at);
            if (field.Type == "packed" && !isChosen)
            {
                throw new LayoutException(item.Line, at, "packed without a width has that of the number which chooses it; say packed(12), for example");
            }

            return StoredType.Of(field, context.BigEndian) is { Kind: StoredKind.Integer } type
                ? type
                : throw new LayoutException(item.Line, at, StoredType.Unknown(field.Type, context.Types.Keys));
        }

        Allow(item.Members is null ? throw new LayoutException(item.Line, at, "expected text or an object") : item, at, "Switch", "Cases");
        StoredType choice = NumberBefore(item, "Switch", at);
        List<ChoiceCase> cases = [];
        foreach ((string when, JsonItem then) in Members(item, "Cases", at))
        {
            Interval range = NumberPlan.ParseRange(when, choice.Natural, then.Line, at);
            StoredType encoding = EncodingOf(then, order, at, isChosen: true);
            IntegerReader reader = encoding.Reader;
            if (reader is PackedReader { TakesWidth: true } && (range.From < 0 || range.To > 64))
            {
                throw new LayoutException(then.Line, at, $"{when}: a width is 0 to 64 bits");
            }

            // Sums of differences are modulo 2^64, so that only they may have any 64 bits.
            cases.Add(new ChoiceCase(range, reader, order > 0 ? Interval.All : encoding.Natural));
        }

        return new StoredType(StoredKind.Integer, new ChoiceReader(choice.Reader, cases), Interval.All);
    }

    /// <summary>The integer before a list that says how it is stored.</summary>
    private StoredType NumberBefore(JsonItem item, string member, string at)
    {
        FieldText text = FieldText.Parse(Text(item, member, at), item.Line, at);
        FieldWords.Only(text, "the number before a list", ["zigzag"], item.Line, at);
        StoredType type = StoredType.Of(text, context.BigEndian)
            ?? throw new LayoutException(item.Line, at, StoredType.Unknown(text.Type, []));
        return type is { Kind: StoredKind.Integer or StoredKind.Boolean, Reader: not PackedReader }
            ? type
            : throw new LayoutException(item.Line, at, $"{member}: expected an integer such as u8 or varint, not '{text.Type}'");
    }

    private PresencePlan? PresenceOf(JsonItem? item, string at)
    {
        if (item is null)
        {
            return null;
        }

        Allow(item.Members is null ? throw new LayoutException(item.Line, at, "Present: expected an object") : item, at, "Type", "All", "None", "Bitmap");
        StoredType stored = NumberBefore(item, "Type", at);
        var plan = new PresencePlan(stored.Reader, Value("All"), Value("None"), Value("Bitmap"));
        return plan is not { All: PresencePlan.Never, None: PresencePlan.Never, Bitmap: PresencePlan.Never }
            ? plan
            : throw new LayoutException(item.Line, at, "Present: expected one of the members All, None, Bitmap");

        long Value(string member) => OptionalText(item, member, at) is { } text ? NumberPlan.Stored(text, item.Line, at) : PresencePlan.Never;
    }
}
