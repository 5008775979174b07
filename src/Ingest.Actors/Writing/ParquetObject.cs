using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using Parquet;
using Parquet.Schema;

namespace Ingest.Actors.Writing;

/// <summary>
/// One Parquet file, written forward only, a row group at a time. Its bytes are a function of the schema, the rows, where
/// they are cut and <see cref="WriterVersion"/>. Nothing is rented between two row groups, so there is nothing to
/// dispose: an object that is dropped before <see cref="CompleteAsync"/> has no footer and is no Parquet file. Not
/// thread-safe. Encoding is CPU-bound and runs on the caller's thread.
/// </summary>
public sealed class ParquetObject
{
    private readonly ParquetWriter _writer;
    private readonly FooterPatch _footer;
    private readonly IReadOnlyList<ParquetColumn> _columns;
    private bool _open = true;

    private ParquetObject(ParquetWriter writer, FooterPatch footer, IReadOnlyList<ParquetColumn> columns)
    {
        _writer = writer;
        _footer = footer;
        _columns = columns;
    }

    /// <summary>Rows written so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Row groups written so far.</summary>
    public int RowGroups { get; private set; }

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Write-only. It stays open. It is flushed often: its Flush should do nothing.</param>
    /// <param name="schema">The columns; if it has <see cref="LakeSchema.SortBy"/>, row groups come in that order, ascending,
    /// nulls first.</param>
    /// <param name="cancellation">Seen between columns; a write under way ends by the stream's own token.</param>
    public static async Task<ParquetObject> CreateAsync(
        Stream stream, LakeSchema schema, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schema);
        IReadOnlyList<ParquetColumn> columns = [.. schema.Columns.Select(ParquetColumn.Create)];
        var fields = new ParquetSchema(columns.Select(column => column.Field));
        ParquetWriter writer = await ParquetWriter.CreateAsync(
            fields, stream, WriterOptions.For(columns), append: false, cancellation);
        return new ParquetObject(writer, new FooterPatch(writer, schema), columns);
    }

    /// <summary>Writes rows as one row group; no rows, no row group. Needs scratch for one column at a time.</summary>
    /// <param name="rows">Columns as in the schema.</param>
    /// <param name="order">All row numbers in the order to write; null or empty: as they are.</param>
    /// <param name="cancellation">Seen between columns. The object cannot be completed afterwards.</param>
    /// <exception cref="ArgumentException">The columns are not the schema's, or the order has another length.</exception>
    /// <exception cref="InvalidOperationException">The object is complete, or writing to it failed before.</exception>
    public async Task WriteRowGroupAsync(ColumnBatch rows, ReadOnlyMemory<int>? order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!rows.Columns.SequenceEqual(_columns.Select(column => column.Column)))
        {
            throw new ArgumentException("The columns of the rows are not those of the object's schema.", nameof(rows));
        }

        ReadOnlyMemory<int> numbers = order ?? default;
        if (!numbers.IsEmpty && numbers.Length != rows.Count)
        {
            throw new ArgumentException(
                $"An order of {numbers.Length} row numbers for {rows.Count} rows.", nameof(order));
        }

        if (rows.Count == 0)
        {
            return;
        }

        Close();
        using var levels = new DefinitionLevels(rows.Count);
        var bounds = new ColumnBounds[_columns.Count];
        ParquetRowGroupWriter group = _writer.CreateRowGroup();
        for (int i = 0; i < bounds.Length; i++)
        {
            bounds[i] = await _columns[i].WriteAsync(group, rows[i], numbers, levels, cancellation);
        }

        group.CompleteValidate();
        group.Dispose();
        _footer.DescribeRowGroup(bounds);
        Rows += rows.Count;
        RowGroups++;
        _open = true;
    }

    /// <summary>Writes the footer. Without a row group the file is a valid empty one.</summary>
    /// <exception cref="InvalidOperationException">The object is complete, or writing to it failed before.</exception>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Close();
        await _writer.DisposeAsync();
    }

    /// <summary>Closed while it is written to, so that a failure leaves it closed: Parquet.Net would write a valid footer
    /// over half a row group.</summary>
    private void Close()
    {
        if (!_open)
        {
            throw new InvalidOperationException(
                "The Parquet object is complete, being written to, or broken by a failed write.");
        }

        _open = false;
    }
}
