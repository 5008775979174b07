using CsCheck;
using Ingest.Actors.Batching;
using Ingest.Actors.Decoding;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Batching;

public sealed class PartitionGroupsTests
{
    private static readonly DateOnly Day = new(2026, 1, 5);
    private static readonly Unit Unit = new(Readings.Table(), UnitInterval.Of(Day));

    /// <summary>A row of one byte string of n bytes takes 12 + n bytes: eight of the time, four of the string's end.</summary>
    private static readonly LakeSchema Schema = new([new("time", ColumnType.TimestampMicros), new("note", ColumnType.Text)], []);

    [Fact]
    public void a_group_is_cut_at_its_last_row_exactly()
    {
        List<Cut> cuts = Run(Samples([(0, 10), (0, 10), (0, 10), (1, 10), (0, 10)]), new EngineLimits { RowGroupRows = 2 });

        Assert.Equal(["0105: 0 1", "0105: 2 4", "0106: 3"], cuts.Select(Said));
    }

    [Fact]
    public void the_largest_group_is_cut_when_all_together_are_full()
    {
        // 20 + 40 + 30 bytes are held when the fourth row, of 20, makes 110.
        List<Cut> cuts = Run(Samples([(0, 8), (1, 28), (2, 18), (0, 8), (1, 8)]), new EngineLimits { RowGroupBytes = 110 });

        Assert.Equal(["0105: 0 3", "0106: 1 4", "0107: 2"], cuts.Select(Said).Order(StringComparer.Ordinal));
        Assert.Equal("0105: 0 3", Said(Run(Samples([(0, 8), (1, 27), (2, 18), (0, 9)]), new EngineLimits { RowGroupBytes = 110 })[0]));
        Assert.Equal("0106: 1", Said(Run(Samples([(0, 8), (1, 29), (2, 18), (0, 7)]), new EngineLimits { RowGroupBytes = 110 })[0]));
    }

    [Fact]
    public void of_equally_large_groups_the_earliest_date_is_cut()
    {
        Assert.Equal("0105: 1", Said(Run(Samples([(1, 8), (0, 8)]), new EngineLimits { RowGroupBytes = 40 })[0]));
    }

    [Fact]
    public void what_is_left_comes_at_the_end_in_the_order_of_the_partitions()
    {
        DecodedBatch batch = Samples([(3, 1), (1, 1), (2, 1)]) with { Rejects = Rejects(1, 10) };

        Assert.Equal(["0106: 1", "0107: 2", "0108: 0", "rejects 0105: 0"], Run(batch, new EngineLimits()).Select(Said));
    }

    [Fact]
    public void rejects_are_cut_by_their_own_bytes_and_do_not_cut_samples()
    {
        // A reject of an n byte payload takes n + 21 bytes here.
        DecodedBatch batch = Samples([(0, 8)]) with { Rejects = Rejects(5, 29) };

        List<Cut> cuts = Run(batch, new EngineLimits { RejectGroupBytes = 100, RowGroupBytes = 100 });

        Assert.Equal(["rejects 0105: 0 1", "rejects 0105: 2 3", "0105: 0", "rejects 0105: 4"], cuts.Select(Said));
    }

    [Fact]
    public void dates_that_another_pass_writes_are_left_out()
    {
        Assert.Equal(["0105: 0 3", "0106: 1"], Run(Samples([(0, 1), (1, 1), (2, 1), (0, 1)]), new EngineLimits { DatesPerPass = 2 }).Select(Said));
    }

    [Fact]
    public void cuts_depend_on_the_rows_and_not_on_the_batches_that_bring_them()
    {
        Gen<(int Day, int Bytes)> row = Gen.Select(Gen.Int[-2, 2], Gen.Int[0, 40]);
        Gen<EngineLimits> limits = Gen.Select(Gen.Int[1, 12], Gen.Int[1, 400], Gen.Int[1, 5], (rows, bytes, dates) =>
            new EngineLimits { RowGroupRows = rows, RowGroupBytes = bytes, DatesPerPass = dates });
        Gen.Select(row.Array[1, 60], limits, Gen.Int[1, 60].Array[0, 6]).Sample((rows, bounds, splits) =>
        {
            (int Day, int Bytes, int Number)[] numbered = [.. rows.Select((one, number) => (one.Day, one.Bytes, number))];
            int[] ends = [.. splits.Where(split => split < rows.Length).Append(rows.Length).Distinct().Order()];
            DecodedBatch[] parts = [.. ends.Select((end, i) => Samples(numbered[(i == 0 ? 0 : ends[i - 1])..end]))];

            Assert.Equal(Run(Samples(numbered), bounds).Select(Said), Run(parts, bounds).Select(Said));
        });
    }

    [Fact]
    public void groups_hold_every_row_once_in_source_order_and_within_the_limits()
    {
        Gen.Select(Gen.Select(Gen.Int[-2, 2], Gen.Int[0, 40]).Array[1, 60], Gen.Int[1, 12], Gen.Int[1, 400]).Sample((rows, most, bytes) =>
        {
            List<Cut> cuts = Run(Samples(rows), new EngineLimits { RowGroupRows = most, RowGroupBytes = bytes });

            Assert.All(cuts, cut => Assert.InRange(cut.Rows.Count, 1, most));
            Assert.All(cuts, cut => Assert.True(cut.Rows.SkipLast(1).Sum(number => 12L + Math.Max(4, rows[number].Item2)) < bytes));
            Assert.Equal(
                rows.Select((row, number) => (row.Item1, number)).GroupBy(row => row.Item1, row => row.number)
                    .Select(day => $"{Day.AddDays(day.Key):MMdd}: {string.Join(' ', day)}").Order(),
                cuts.GroupBy(cut => cut.Partition, cut => cut.Rows)
                    .Select(day => $"{day.Key.Date:MMdd}: {string.Join(' ', day.SelectMany(numbers => numbers))}").Order());
        });
    }

    [Fact]
    public void a_group_that_is_alone_gets_room_for_its_whole_unit_until_there_is_another_one()
    {
        const int Rows = 1_000;
        var scope = new UnitScope(new EngineLimits(), new ByteBudget(long.MaxValue), default);
        var groups = new PartitionGroups(Schema, 0, UnitPass.First(Unit, Rows, scope.Limits), scope);
        List<long> held = [];
        for (int first = 0; first < Rows; first += 100)
        {
            Add([.. Enumerable.Range(first, 100).Select(number => (0, 8, number))]);
        }

        Assert.Single(held.Distinct());
        groups = new PartitionGroups(Schema, 0, UnitPass.First(Unit, 100_000, scope.Limits), scope);
        held.Clear();
        scope.Budget.Clear();
        Add([.. Enumerable.Range(0, 100).Select(number => (0, 8, number))]);
        Add([(1, 8, 100)]);

        // At least a row in two of what an array has room for.
        Assert.InRange(held[0], 100_000 * 20L, long.MaxValue);
        Assert.InRange(held[1], 0, 2 * 101 * 20L);

        void Add((int Day, int Bytes, int Number)[] rows)
        {
            DecodedBatch batch = Samples(rows);
            scope.Budget.Add(batch.CapacityBytes);
            groups.Add(batch, _ => Assert.Fail("No group is full."));
            held.Add(scope.Budget.Used);
        }
    }

    [Fact]
    public void rows_that_turn_out_longer_than_foreseen_are_not_held_beside_room_for_those_that_do_not_come()
    {
        var scope = new UnitScope(new EngineLimits { RowGroupBytes = 1200 * 1024 }, new ByteBudget(long.MaxValue), default);
        var groups = new PartitionGroups(Schema, 0, UnitPass.First(Unit, 1_000_000, scope.Limits), scope);
        List<RowGroup> cut = [];
        long most = 0;
        for (int batch = 0; cut.Count == 0; batch++)
        {
            DecodedBatch samples = Samples([.. Enumerable.Range(batch * 10, 10).Select(number => (0, batch == 0 ? 4 : 2_000, number))]);
            scope.Budget.Add(samples.CapacityBytes);
            groups.Add(samples, cut.Add);
            most = Math.Max(most, cut.Count == 0 ? scope.Budget.Used : 0);
        }

        // Twice what is in them, and what was foreseen is never more than that.
        Assert.InRange(most, 1200 * 1024, 2 * 1200 * 1024);
    }

    private static string Said(Cut cut) =>
        $"{(cut.Partition.Kind == PartitionKind.Rejects ? "rejects " : "")}{cut.Partition.Date:MMdd}: {string.Join(' ', cut.Rows)}";

    private static List<Cut> Run(DecodedBatch batch, EngineLimits limits) => Run([batch], limits);

    private static List<Cut> Run(DecodedBatch[] batches, EngineLimits limits)
    {
        var total = new ByteBudget(long.MaxValue);
        var scope = new UnitScope(limits, total, default);
        var groups = new PartitionGroups(Schema, 0, UnitPass.First(Unit, 1_000, limits), scope);
        List<Cut> cuts = [];
        foreach (DecodedBatch batch in batches)
        {
            scope.Budget.Add(batch.CapacityBytes);
            groups.Add(batch, Take);
        }

        groups.Finish(Take);
        Assert.Equal(0, total.Used);
        return cuts;

        void Take(RowGroup group)
        {
            Assert.Null(group.Order);
            cuts.Add(new Cut(group.Partition, [.. Rows.Of(group.Rows).Select(row => BitConverter.ToInt32((byte[])row[^1]!))]));
            scope.Budget.Add(-group.CapacityBytes);
            group.Dispose();
        }
    }

    /// <summary>Samples of these days after the unit's, with notes of so many bytes that begin with the row's number.</summary>
    private static DecodedBatch Samples((int Day, int Bytes)[] rows) =>
        Samples([.. rows.Select((row, number) => (row.Day, row.Bytes, number))]);

    private static DecodedBatch Samples((int Day, int Bytes, int Number)[] rows) => new(
        Rows.Batch(Schema.Columns, rows.Select(row => new object?[] { Dates.Micros(Day.AddDays(row.Day)) + row.Number, Note(row.Number, row.Bytes) })),
        new ColumnBatch(LakeSchema.Rejects.Columns),
        new UnitTally(rows.Length, 0, rows.Length, rows.Length, 0),
        rows.Length);

    private static ColumnBatch Rejects(int count, int payloadBytes) => Rows.Batch(
        LakeSchema.Rejects.Columns,
        Enumerable.Range(0, count).Select(number => new object?[] { "k"u8.ToArray(), "torn"u8.ToArray(), 0, Note(number, payloadBytes) }));

    private static byte[] Note(int number, int bytes) =>
        [.. BitConverter.GetBytes(number), .. new byte[Math.Max(0, bytes - sizeof(int))]];

    private sealed record Cut(Partition Partition, IReadOnlyList<int> Rows);
}
