using System.Globalization;
using Ingest.Actors.Units;
using Ingest.Actors.Writing;
using Ingest.Codec.Columns;
using Parquet;
using Parquet.Meta;
using Xunit;

namespace Ingest.Actors.Tests.Writing;

public class ParquetObjectTests
{
    private static readonly LakeSchema Sorted = ParquetFiles.Schema(
        ("sensor_id", ColumnType.Int32),
        ("time", ColumnType.TimestampMicros),
        ("note", ColumnType.Text)) with
    { SortBy = [0, 1] };

    private static readonly object?[][] Unsorted =
        [[2, 5L, "c"], [null, 9L, null], [1, null, "b"], [2, 4L, ""], [1, 7L, "a"]];

    private static readonly int[] Order = [1, 2, 4, 3, 0];

    [Fact]
    public async Task Rows_are_written_in_the_given_order()
    {
        byte[] file = await WriteOrderedAsync();

        Assert.Equal(
            ["NULL 9 NULL", "1 NULL b", "1 7 a", "2 4 ", "2 5 c"],
            ParquetFiles.Query(file, "SELECT sensor_id, epoch_us(time), note FROM $file")
                .Select(row => string.Join(' ', row)));
    }

    [Fact]
    public async Task Sorted_row_groups_say_so()
    {
        FileMetaData sorted = await MetadataAsync(await WriteOrderedAsync());
        FileMetaData unsorted = await MetadataAsync(
            await ParquetFiles.WriteAsync(Sorted with { SortBy = [] }, ParquetFiles.Rows(Sorted, Unsorted)));

        Assert.Equal(
            [(0, false, true), (1, false, true)],
            sorted.RowGroups[0].SortingColumns!.Select(column => (column.ColumnIdx, column.Descending, column.NullsFirst)));
        Assert.Null(unsorted.RowGroups[0].SortingColumns);
    }

    [Fact]
    public async Task Every_column_says_that_its_bounds_are_in_its_types_order()
    {
        FileMetaData metadata = await MetadataAsync(await WriteOrderedAsync());

        Assert.Equal(3, metadata.ColumnOrders!.Count);
        Assert.All(metadata.ColumnOrders, order => Assert.NotNull(order.TYPEORDER));
        Assert.All(metadata.RowGroups[0].Columns, chunk => Assert.Null(chunk.MetaData!.Statistics!.Min));
    }

    [Fact]
    public async Task Rows_and_row_groups_are_counted_and_a_batch_without_rows_is_no_row_group()
    {
        var stream = new ForwardStream();
        ParquetObject file = await ParquetObject.CreateAsync(stream, Sorted, CancellationToken.None);

        await file.WriteRowGroupAsync(ParquetFiles.Rows(Sorted, Unsorted), Order, CancellationToken.None);
        await file.WriteRowGroupAsync(ParquetFiles.Rows(Sorted), null, CancellationToken.None);
        await file.WriteRowGroupAsync(ParquetFiles.Rows(Sorted, Unsorted[0]), null, CancellationToken.None);
        await file.CompleteAsync(CancellationToken.None);

        Assert.Equal((6, 2), (file.Rows, file.RowGroups));
        Assert.Equal(
            [["6", "2"]],
            ParquetFiles.Query(stream.ToArray(), "SELECT num_rows, num_row_groups FROM parquet_file_metadata($file)"));
    }

    [Fact]
    public async Task An_object_that_is_dropped_has_no_footer()
    {
        var stream = new ForwardStream();
        ParquetObject file = await ParquetObject.CreateAsync(stream, Sorted, CancellationToken.None);
        await file.WriteRowGroupAsync(ParquetFiles.Rows(Sorted, Unsorted), Order, CancellationToken.None);

        Assert.False(EndsWithMagic(stream.ToArray()));
    }

    [Fact]
    public async Task A_failed_write_leaves_an_object_that_cannot_be_completed()
    {
        ColumnBatch rows = ParquetFiles.Rows(Sorted, Unsorted);
        var stream = new ForwardStream(failAfter: 150);
        ParquetObject file = await ParquetObject.CreateAsync(stream, Sorted, CancellationToken.None);

        await Assert.ThrowsAsync<IOException>(() => file.WriteRowGroupAsync(rows, Order, CancellationToken.None));

        await Assert.ThrowsAsync<InvalidOperationException>(() => file.CompleteAsync(CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => file.WriteRowGroupAsync(rows, Order, CancellationToken.None));
        Assert.False(EndsWithMagic(stream.ToArray()));
        Assert.Equal(0, file.RowGroups);
    }

    [Fact]
    public async Task A_cancelled_row_group_leaves_an_object_that_cannot_be_completed()
    {
        ParquetObject file = await ParquetObject.CreateAsync(new ForwardStream(), Sorted, CancellationToken.None);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => file.WriteRowGroupAsync(ParquetFiles.Rows(Sorted, Unsorted), Order, new CancellationToken(canceled: true)));

        await Assert.ThrowsAsync<InvalidOperationException>(() => file.CompleteAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_complete_object_takes_no_more_rows()
    {
        ParquetObject file = await ParquetObject.CreateAsync(new ForwardStream(), Sorted, CancellationToken.None);
        await file.CompleteAsync(CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => file.WriteRowGroupAsync(ParquetFiles.Rows(Sorted, Unsorted), Order, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => file.CompleteAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Rows_of_other_columns_or_an_order_of_another_length_are_refused_and_spoil_nothing()
    {
        var stream = new ForwardStream();
        ParquetObject file = await ParquetObject.CreateAsync(stream, Sorted, CancellationToken.None);
        ColumnBatch rows = ParquetFiles.Rows(Sorted, Unsorted);

        await Assert.ThrowsAsync<ArgumentException>(
            () => file.WriteRowGroupAsync(ParquetFiles.Rows(LakeSchema.Rejects), null, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(
            () => file.WriteRowGroupAsync(rows, Order.AsMemory(1), CancellationToken.None));
        await file.WriteRowGroupAsync(rows, Order, CancellationToken.None);
        await file.CompleteAsync(CancellationToken.None);

        Assert.Equal(["5"], ParquetFiles.Values(stream.ToArray(), "SELECT count(*) FROM $file"));
    }

    [Fact]
    public async Task A_hundred_columns_make_a_row_group()
    {
        LakeSchema schema = ParquetFiles.Schema(
            [.. Enumerable.Range(0, 100).Select(i => ($"c{i}", ParquetTypesTests.AllTypes.Columns[i % 4].Type))]);
        object?[] row =
        [
            .. Enumerable.Range(0, 100).Select(
                i => (i % 4) switch { 0 => i, 1 => (long)i, 2 => (float)i, _ => (object)(double)i }),
        ];

        byte[] file = await ParquetFiles.WriteAsync(schema, ParquetFiles.Rows(schema, row, new object?[100]));

        string[] read = Assert.Single(ParquetFiles.Query(file, "SELECT max(COLUMNS(*))::INT FROM $file"));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => i.ToString(CultureInfo.InvariantCulture)), read);
    }

    private static async Task<byte[]> WriteOrderedAsync()
    {
        var stream = new ForwardStream();
        ParquetObject file = await ParquetObject.CreateAsync(stream, Sorted, CancellationToken.None);
        await file.WriteRowGroupAsync(ParquetFiles.Rows(Sorted, Unsorted), Order, CancellationToken.None);
        await file.CompleteAsync(CancellationToken.None);
        return stream.ToArray();
    }

    private static async Task<FileMetaData> MetadataAsync(byte[] file)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        return reader.Metadata!;
    }

    private static bool EndsWithMagic(byte[] file) => file.AsSpan().EndsWith("PAR1"u8) && file.Length > 4;
}
