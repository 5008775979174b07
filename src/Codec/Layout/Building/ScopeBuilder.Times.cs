using Ingest.Codec.Columns;
using Ingest.Codec.Layout.Samples;
using Ingest.Codec.Values;
using static Ingest.Codec.Layout.Building.ItemMembers;

namespace Ingest.Codec.Layout.Building;

/// <content>Fields that are times.</content>
internal sealed partial class ScopeBuilder
{
    private const string TimeName = "time";

    private static bool IsTime(string name, FieldText text, JsonItem item) =>
        name == TimeName || text.Column == ColumnType.TimestampMicros
        || (IsHidden(name) && (EpochUnits.Of(text.Unit) is not null || item.Member("Unit") is not null));

    /// <summary>Whether a time's base, or the field that chooses its unit, may be another in each record.</summary>
    private bool IsWithin(FieldText text, JsonItem item) =>
        (text.Base is { } from && _symbols.ContainsKey(from))
        || (item.Member("Unit")?.Member("Field")?.Text is { } unit && _symbols.ContainsKey(unit));

    private static Conversion TimePlan(TimeConversion time, int order) =>
        order == 0 ? new IdentityConversion() : new SampleTimeConversion(time) { Order = order };

    private TimeConversion? TimeOf(string name, StoredType type, FieldText text, JsonItem item, string at)
    {
        EpochUnit? unit = EpochUnits.Of(text.Unit);
        if (!IsTime(name, text, item))
        {
            return text.Base is null
                ? null
                : throw new LayoutException(item.Line, at, $"+ {text.Base}: only a time counts from another field");
        }

        JsonItem? chosen = item.Member("Unit");
        if (type.Kind is not (StoredKind.Integer or StoredKind.Float) || (unit is null && chosen is null))
        {
            throw new LayoutException(
                item.Line, at, $"a time is a number with a unit: one of {string.Join(", ", EpochUnits.Names)}, such as \"u32 s\"");
        }

        context.NeedsRowTime |= text.Base == "row";
        (int slot, IReadOnlyList<EpochUnit> units) = chosen is null ? (-1, [unit!.Value]) : ChosenUnit(chosen, at);
        return new TimeConversion
        {
            Units = units,
            UnitSlot = slot,
            BaseSlot = text.Base is { } from and not "row" ? TimeSlot(from, item.Line, at) : -1,
            FromRow = text.Base == "row",
            FloatBits = type.Bits,
        };
    }

    /// <summary>A unit that an earlier field chooses: <c>{ "Field": "_unit", "Units": ["s", "ms"] }</c>, the first for 0.</summary>
    private (int Slot, IReadOnlyList<EpochUnit> Units) ChosenUnit(JsonItem item, string at)
    {
        Allow(item.Members is null ? throw new LayoutException(item.Line, at, "Unit: expected an object") : item, at, "Field", "Units");
        List<EpochUnit> units = [];
        foreach (JsonItem unit in Required(item, "Units", at).Items ?? [])
        {
            units.Add(EpochUnits.Of(unit.Text)
                ?? throw new LayoutException(unit.Line, at, $"expected one of {string.Join(", ", EpochUnits.Names)}, not '{unit.Text}'"));
        }

        if (units.Count == 0)
        {
            throw new LayoutException(item.Line, at, "Units: expected a list of at least one unit");
        }

        return (NumberSlot(Text(item, "Field", at), item.Line, at), units);
    }

    private void Step(string name, JsonItem item, string at)
    {
        if (name != "time")
        {
            throw new LayoutException(item.Line, at, "only the field time has a Step");
        }

        TakeTime(item.Line, at);
        if (_isOptional)
        {
            throw new LayoutException(item.Line, at, "a Step cannot depend on a Switch");
        }

        string start = item.Member("Start") is null ? "row" : Text(item, "Start", at);
        string step = Text(item, "Step", at);
        context.NeedsRowTime |= start == "row";
        _step = new StepPlan
        {
            StartSlot = start == "row" ? -1 : TimeSlot(start, item.Line, at),
            StepSlot = step.StartsWith('_') ? TimeSlot(step, item.Line, at) : -1,
            Micros = step.StartsWith('_') ? 0 : TimeUnits.Duration(step, item.Line, at),
        };
    }

    private void TakeTime(int line, string at)
    {
        if (_hasTime)
        {
            throw new LayoutException(line, at, "the samples' time is there twice");
        }

        _hasTime = true;
        context.HasTime = true;
    }
}
