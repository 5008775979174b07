using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Tests.Batching;
using Ingest.Actors.Units;
using Xunit;
using static Ingest.Actors.Tests.Decoding.DecodingFixture;

namespace Ingest.Actors.Tests.Decoding;

public sealed class RowDecoderTests
{
    private static readonly byte[] A = "a"u8.ToArray();

    [Fact]
    public void carried_columns_are_repeated_for_every_sample_in_the_configurations_order()
    {
        DecodedBatch batch = Decoder().Decode(Page([1L, 7, A, Payload(Noon, Noon + 1)], [2L, null, null, Payload(Noon)]), 0);

        Assert.Equal(["note", "sensor_id", "time", "value"], batch.Samples.Columns.Select(column => column.Name));
        Assert.Equal<object?[]>([[A, 7, Noon, 0], [A, 7, Noon + 1, null], [null, null, Noon, 0]], Rows.Of(batch.Samples));
    }

    [Fact]
    public void a_tally_counts_rows_rejects_samples_and_points()
    {
        RowPage page = Page([1L, 7, A, Payload(Noon, Noon, Noon)], [2L, 7, A, null], [3L, 7, A, Payload()]);

        UnitTally tally = Decoder().Decode(page, 0).Tally;

        Assert.Equal(new UnitTally(3, 1, 3, 2, RowChecksum.Of(page.Columns, 0, 3)), tally);
    }

    [Fact]
    public void what_a_page_says_is_changed_is_counted_once_though_it_becomes_many_batches()
    {
        RowPage page = Page([1L, 7, A, Payload(Noon)], [2L, 7, A, Payload(Noon)], [3L, 7, A, Payload(Noon)]);
        var changed = new RowPage(page.Table, page.Columns) { Changed = [.. Enumerable.Range(0, page.Columns.Columns.Count).Select(i => i + 1L)] };

        UnitTally first = Decoder().Decode(changed, 0).Tally;
        UnitTally rest = Decoder().Decode(changed, 1).Tally;

        Assert.Equal(page.Table.Carried.Select(column => column + 1L).Order(), first.Changed.Columns.Select(column => column.Count).Order());
        Assert.Equal(default, rest.Changed);
        Assert.Equal(first.Changed, (first + rest).Changed);
        Assert.NotEqual(default, first.Changed);
    }

    [Fact]
    public void a_row_that_fails_half_way_adds_nothing_and_the_next_row_is_aligned()
    {
        byte[] torn = [.. Payload(Noon, Noon), 1, 2, 3];

        DecodedBatch batch = Decoder().Decode(Page([1L, 1, A, Payload(Noon)], [2L, 2, A, torn], [3L, 3, A, Payload(Noon)]), 0);

        Assert.Equal<object?[]>([[A, 1, Noon, 0], [A, 3, Noon, 0]], Rows.Of(batch.Samples));
        Assert.Equal<object?[]>([["2"u8.ToArray(), "torn time"u8.ToArray(), 16, torn]], Rows.Of(batch.Rejects));
    }

    [Fact]
    public void a_row_without_a_payload_is_a_reject_without_a_payload()
    {
        DecodedBatch batch = Decoder().Decode(Page([9L, 1, A, null]), 0);

        Assert.Empty(Rows.Of(batch.Samples));
        Assert.Equal<object?[]>([["9"u8.ToArray(), "payload is NULL"u8.ToArray(), null, null]], Rows.Of(batch.Rejects));
    }

    [Theory]
    [InlineData("1999-12-31T23:59:59.999999Z", "event time 1999-12-31T23:59:59.999999Z is before 2000-01-01")]
    [InlineData("2000-01-01T00:00:00.000000Z", null)]
    [InlineData("2026-01-11T12:00:00.000000Z", null)]
    [InlineData("2026-01-11T12:00:00.000001Z", "event time 2026-01-11T12:00:00.000001Z is more than 1.00:00:00 after the end of its unit")]
    public void event_times_are_believed_within_the_window_both_ends_included(string time, string? reason)
    {
        long micros = Dates.Micros(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

        DecodedBatch batch = Decoder().Decode(Page([1L, 1, A, Payload(Noon, micros, Noon)], [2L, 2, A, Payload(Noon)]), 0);

        Assert.Equal(reason is null ? 4 : 1, batch.Samples.Count);
        Assert.Equal(
            reason is null ? [] : [reason],
            Rows.Of(batch.Rejects).Select(reject => System.Text.Encoding.UTF8.GetString((byte[])reject[1]!)));
        Assert.Equal<object?>([A, 2, Noon, 0], Rows.Of(batch.Samples).Last());
    }

    [Theory]
    [InlineData("1999-12-31T23:59:59.999999Z", "event time 1999-12-31T23:59:59.999999Z is before 2000-01-01")]
    [InlineData("2000-01-01T00:00:00Z", null)]
    [InlineData("2099-12-31T23:59:59.999999Z", null)]
    [InlineData("2100-01-01T00:00:00Z", "event time 2100-01-01T00:00:00.000000Z is not before 2100-01-01")]
    public void a_unit_without_an_end_believes_times_of_this_century(string time, string? reason)
    {
        long micros = Dates.Micros(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

        DecodedBatch batch = EndlessDecoder().Decode(Page([1L, 1, A, Payload(micros)]), 0);

        Assert.Equal(
            reason is null ? [] : [reason],
            Rows.Of(batch.Rejects).Select(reject => System.Text.Encoding.UTF8.GetString((byte[])reject[1]!)));
    }

    [Fact]
    public void times_that_no_calendar_has_are_rejected_and_do_not_fail_the_unit()
    {
        DecodedBatch batch = Decoder().Decode(Page([1L, 1, A, Payload(long.MaxValue)], [2L, 1, A, Payload(long.MinValue)]), 0);

        Assert.Equal((2, 2), (batch.Tally.Rows, batch.Tally.Rejected));
    }

    [Fact]
    public void a_batch_ends_at_its_bytes_and_the_next_goes_on_from_there()
    {
        // Four columns of eight bytes: 32 a sample.
        RowPage page = Page([.. Enumerable.Range(0, 10).Select(i => new object?[] { (long)i, i, A, Payload(Noon + i) })]);
        RowDecoder decoder = Decoder(batchBytes: 100);
        List<DecodedBatch> batches = [];
        for (int row = 0; row < page.Rows; row = batches[^1].NextRow)
        {
            batches.Add(decoder.Decode(page, row));
        }

        Assert.Equal([4, 8, 10], batches.Select(batch => batch.NextRow));
        Assert.Equal(Enumerable.Range(0, 10), batches.SelectMany(batch => Rows.Of(batch.Samples)).Select(row => (int)row[1]!));
        Assert.Equal(
            Decoder().Decode(page, 0).Tally,
            batches.Select(batch => batch.Tally).Aggregate((sum, tally) => sum + tally));
    }

    [Fact]
    public void a_batch_ends_where_a_row_is_far_larger_than_a_batch()
    {
        RowPage page = Page([1L, 1, A, Payload([.. Enumerable.Repeat(Noon, 100)])], [2L, 2, A, Payload(Noon)]);

        Assert.Equal(1, Decoder(batchBytes: 100).Decode(page, 0).NextRow);
    }

    [Fact]
    public void text_that_is_repeated_with_each_sample_counts()
    {
        byte[] note = new byte[1_000];
        RowPage page = Page([1L, 1, note, Payload(Noon, Noon)], [2L, 2, note, Payload(Noon)], [3L, 3, note, Payload(Noon)]);

        Assert.Equal(1, Decoder(batchBytes: 2_000).Decode(page, 0).NextRow);
        Assert.Equal(2, Decoder(batchBytes: 3_000).Decode(page, 0).NextRow);
    }

    [Fact]
    public void a_batch_ends_where_its_rejects_are_large()
    {
        byte[] torn = new byte[1_001];

        Assert.Equal(2, Decoder(batchBytes: 2_000).Decode(Page([1L, 1, A, torn], [2L, 2, A, torn], [3L, 3, A, torn]), 0).NextRow);
    }

    [Fact]
    public void a_copied_table_is_copied_from_the_row_that_is_asked_for()
    {
        SourceTable copied = Table with { Spec = Table.Spec with { Payload = null }, Carried = [0, 1, 2, 3], Payload = null };
        byte[] blob = [1, 2];

        DecodedBatch batch = Decoder(copied).Decode(Page(copied, [1L, 1, A, blob], [2L, null, null, null], [3L, 3, A, blob]), 1);

        Assert.Equal<object?[]>([[2L, null, null, null], [3L, 3, A, blob]], Rows.Of(batch.Samples));
        Assert.Equal((2, 0, 2, 2), (batch.Tally.Rows, batch.Tally.Rejected, batch.Tally.Samples, batch.Tally.Points));
        Assert.Equal(3, batch.NextRow);
    }
}
