using System.Collections.Immutable;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.SensorPack;
using Ingest.TestKit;

namespace Ingest.Actors.Tests.Histories;

/// <summary>The source at one moment: its rows, and how the configuration decodes them.</summary>
internal sealed record SourceVersion(ImmutableSortedDictionary<long, MemoryRow> Rows, TableSpec Table)
{
    public static DateOnly FirstDay { get; } = new(2026, 1, 4);

    /// <summary>Three days whose units share partition dates: the second has a late sample of the first day and a row that does not
    /// decode, the third a burst that begins on the second.</summary>
    public static SourceVersion First { get; } = new SourceVersion(ImmutableSortedDictionary<long, MemoryRow>.Empty, TableOf(scale: 2))
        .With(Row(1, 0, 10, 0))
        .With(Row(2, 0, 20, 0))
        .With(Row(3, 1, 30, 1))
        .With(Row(4, 1, 40, 0))
        .With(Row(5, 1, 50, 1) with { Payload = [1, 2, 3] })
        .With(Row(6, 2, 60, 2))
        .With(Row(7, 2, 70, 1, 2));

    /// <summary>What a fresh ingest depends on: equal for sources that make the same lake.</summary>
    public string Content => string.Join(
        ';', Rows.Values.Select(row => $"{row.Id} {row.ReceivedMicros} {Convert.ToHexStringLower(row.Payload!)}").Append(DecoderHash.Of(Table)));

    public static SourceVersion operator +(SourceVersion source, SourceChange change)
    {
        long next = source.Rows.Keys.Last() + 1;
        return change switch
        {
            SourceChange.Inserted => source.With(Row(next, 1, next, 0, 1)),
            SourceChange.Updated => source.With(Row(3, 1, 1_000 + next + source.Rows.GetValueOrDefault(3, Row(3, 1, 0, 1)).Updated, 1)),
            SourceChange.MovedToAnotherDate => source.With(Row(4, 1, 40, LatestDay(source, 4) == 0 ? 1 : 0)),
            SourceChange.MovedToAnotherUnit => source.With(Row(7, Day(source, 7) == 2 ? 1 : 2, 70, 1, 2)),
            SourceChange.Deleted => source.Without(source.Rows.ContainsKey(7) ? 7 : 4),
            SourceChange.UnitEmptied => source.Rows.ContainsKey(1) ? source.Without(1).Without(2) : source.With(Row(1, 0, 10, 0)),
            SourceChange.RejectMended => source.With(Row(5, 1, 50, 1)),
            SourceChange.DecoderChanged => source with { Table = TableOf(source.Table.Payload!.Decoder.Channels[0].Scale + 1) },
            _ => throw new ArgumentOutOfRangeException(nameof(change)),
        };
    }

    private SourceVersion With(MemoryRow row) =>
        this with { Rows = Rows.SetItem(row.Id, row with { Updated = (Rows.GetValueOrDefault(row.Id)?.Updated ?? 0) + 1 }) };

    private SourceVersion Without(long id) => this with { Rows = Rows.Remove(id) };

    /// <summary>A row that was received on one day and has samples of others, all counted from the first.</summary>
    private static MemoryRow Row(long id, int received, long value, params int[] samples) => MemoryRow.Of(
        id, 1, Noon(received), [.. samples.Select(day => Dates.Micros(FirstDay.AddDays(day)) + id)], [.. samples.Select(_ => value)]);

    private static DateTimeOffset Noon(int day) => Dates.Instant(Dates.Micros(FirstDay.AddDays(day))).AddHours(12);

    private static int Day(SourceVersion source, long id) =>
        source.Rows.TryGetValue(id, out MemoryRow? row) ? Dates.Of(row.ReceivedMicros).DayNumber - FirstDay.DayNumber : 2;

    private static int LatestDay(SourceVersion source, long id) =>
        source.Rows.TryGetValue(id, out MemoryRow? row) && row.Payload.AsSpan().SequenceEqual(Row(id, 1, 40, 0).Payload) ? 0 : 1;

    private static TableSpec TableOf(int scale) => Readings.Table() with
    {
        UpdateColumn = "updated",
        OnShrink = ShrinkRule.Follow,
        Payload = new PayloadSpec("payload", new SensorPackDecoder([new Channel("value", scale)])),
    };
}

/// <summary>What may happen to a source between two moments. Each changes every source, and most undo themselves when they happen
/// again, so that objects also become what they had been.</summary>
internal enum SourceChange
{
    /// <summary>A row with a sample of its own day and a late one.</summary>
    Inserted,

    /// <summary>A row's values, in place.</summary>
    Updated,

    /// <summary>A row's samples have another event date: a late object loses or gets its only row.</summary>
    MovedToAnotherDate,

    /// <summary>A row was received on another day.</summary>
    MovedToAnotherUnit,

    /// <summary>The only row with samples for a late object.</summary>
    Deleted,

    /// <summary>All rows of a unit.</summary>
    UnitEmptied,

    /// <summary>A row that did not decode does.</summary>
    RejectMended,

    /// <summary>The configuration says another scale.</summary>
    DecoderChanged,
}
