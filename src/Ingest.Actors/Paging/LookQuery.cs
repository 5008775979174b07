using System.Data.Common;
using System.Globalization;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>Reads a few rows of a table that nothing is known of but its schema. What is long is left out, so that any table can be
/// looked at in little memory.</summary>
internal sealed class LookQuery(SqlDialect dialect, TableSchema schema)
{
    private const int BytesMax = 256 * 1024;
    private const int TextMax = 64;

    public async Task<TableLook> ReadAsync(SourceSession session, int rows, CancellationToken cancellation)
    {
        List<LookedColumn> columns = [.. schema.Columns.Select(Column)];
        LookedColumn[] read = [.. columns.Where(column => column.Values is not null)];
        if (read.Length == 0 || schema.Refusal is not null)
        {
            return new TableLook(schema, columns, 0);
        }

        await using DbCommand command = session.Command(Sql(read, rows));
        return await session.QueryAsync(
            command,
            async reader =>
            {
                int count = 0;
                for (; await reader.ReadAsync(); count++)
                {
                    Append(reader, read);
                }

                return new TableLook(schema, columns, count);
            },
            cancellation);
    }

    private LookedColumn Column(SchemaColumn column)
    {
        SourceType? type = dialect.Type(column.SqlType, out string? refusal);
        bool isRead = type?.Role is TypeRole.Integer or TypeRole.Time or TypeRole.Text or TypeRole.Bytes;
        return new LookedColumn(column, type?.Role, refusal, isRead ? ColumnBuffer.Create(type!.Lake) : null);
    }

    private string Sql(LookedColumn[] read, int rows)
    {
        // Keys in their falling order are the newest rows as a rule, and cost a few seeks.
        string order = schema.PrimaryKey.Count == 0
            ? ""
            : $" ORDER BY {string.Join(", ", schema.PrimaryKey.Select(name => $"{dialect.Quote(name)} DESC"))}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {string.Join(", ", read.Select(Select))} FROM {dialect.Quote(schema.Name)}{order} LIMIT {rows}");
    }

    private string Select(LookedColumn column)
    {
        SourceType type = dialect.Type(column.Schema.SqlType, out _)!;
        string name = dialect.Quote(column.Name);
        string value = type.Select is { } select ? select(name) : name;
        return column.Role switch
        {
            TypeRole.Bytes => string.Create(CultureInfo.InvariantCulture, $"CASE WHEN LENGTH({name}) <= {BytesMax} THEN {value} END"),
            TypeRole.Text => string.Create(CultureInfo.InvariantCulture, $"CASE WHEN LENGTH({name}) <= {TextMax} THEN {value} END"),
            _ => value,
        };
    }

    private void Append(DbDataReader reader, LookedColumn[] read)
    {
        for (int i = 0; i < read.Length; i++)
        {
            try
            {
                dialect.Type(read[i].Schema.SqlType, out _)!.Reader.Append(reader, i, read[i].Values!);
            }
            catch (ColumnValueException failure)
            {
                throw IngestException.Permanent($"The column '{read[i].Name}' of '{schema.Name}' {failure.Message}.", failure);
            }
        }
    }
}
