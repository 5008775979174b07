using System.Reflection;
using System.Runtime.CompilerServices;
using Ingest.Actors.Units;
using Parquet;
using Parquet.Meta;

namespace Ingest.Actors.Writing;

/// <summary>
/// What Parquet.Net does not write into a footer by itself: what the columns mean, how they are ordered and sorted, bounds
/// that hold, and who wrote the file. It reaches into that library's private state, hence the exact package version.
/// </summary>
internal sealed class FooterPatch
{
    private static readonly FieldInfo Footer =
        typeof(ParquetWriter).GetField("_footer", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new MissingFieldException(nameof(ParquetWriter), "_footer");

    private readonly FileMetaData _meta;
    private readonly LakeSchema _schema;

    /// <summary>Describes the columns at once; nothing is written before the writer is disposed.</summary>
    public FooterPatch(ParquetWriter writer, LakeSchema schema)
    {
        _meta = FileMeta(Footer.GetValue(writer)!);
        _schema = schema;
        _meta.CreatedBy = WriterVersion.CreatedBy;
        _meta.ColumnOrders = [.. schema.Columns.Select(_ => new ColumnOrder { TYPEORDER = new TypeDefinedOrder() })];
        for (int i = 0; i < schema.Columns.Count; i++)
        {
            // The first element is the root.
            LogicalTypes.Annotate(_meta.Schema[i + 1], schema.Columns[i].Type);
        }
    }

    /// <summary>Describes the row group that was written last.</summary>
    /// <param name="bounds">One a column.</param>
    public void DescribeRowGroup(ReadOnlySpan<ColumnBounds> bounds)
    {
        RowGroup group = _meta.RowGroups[^1];
        group.SortingColumns = _schema.SortBy.Count == 0
            ? null
            : [.. _schema.SortBy.Select(column => new SortingColumn { ColumnIdx = column, NullsFirst = true })];
        for (int i = 0; i < bounds.Length; i++)
        {
            ColumnMetaData chunk = group.Columns[i].MetaData!;
            chunk.Statistics = StatisticsOf(bounds[i], chunk.Statistics!.NullCount);
        }
    }

    private static Statistics StatisticsOf(ColumnBounds bounds, long? nulls) => !bounds.AreKnown
        ? new Statistics { NullCount = nulls }
        : new Statistics
        {
            NullCount = nulls,
            MinValue = bounds.Min,
            MaxValue = bounds.Max,
            IsMinValueExact = bounds.MinExact,
            IsMaxValueExact = bounds.MaxExact,
        };

    // The footer's type is internal, so it is named as a parameter; an accessor that returns a reference to it would throw.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_fileMeta")]
    private static extern ref FileMetaData FileMeta(
        [UnsafeAccessorType("Parquet.File.ThriftFooter, Parquet")] object footer);
}
