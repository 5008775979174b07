using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Decoding;

/// <summary>The columns of a table in the lake: those taken along, then the event time, then the channels.</summary>
public static class DecodedSchema
{
    /// <exception cref="IngestException">A column to sort by is none of the table's.</exception>
    public static LakeSchema Of(SourceTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        List<Column> columns =
        [
            .. table.Carried.Select(position => table.Hashed.Contains(position)
                ? table.Selected[position].Lake with { Type = ColumnType.Text }
                : table.Selected[position].Lake),
        ];
        if (table.Spec.Payload is { } payload)
        {
            columns.Add(new Column(LakeSchema.TimeColumn, ColumnType.TimestampMicros));
            columns.AddRange(payload.Decoder.Channels.Select(channel => new Column(channel.Name, channel.Type)));
        }

        return new LakeSchema(columns, [.. table.Spec.SortBy.Select(name => Position(table, columns, name))]);
    }

    private static int Position(SourceTable table, List<Column> columns, string name)
    {
        int position = columns.FindIndex(column => column.Name == name);
        return position >= 0
            ? position
            : throw IngestException.Permanent(
                $"Table {table.Spec.Name}: SortBy names {name}, and its columns in the lake are "
                + $"{string.Join(", ", columns.Select(column => column.Name))}.");
    }
}
