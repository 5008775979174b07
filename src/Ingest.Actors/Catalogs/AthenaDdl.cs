using System.Globalization;
using System.Text;
using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>The SQL by which somebody with other rights tells Athena what <see cref="ICatalog"/> would tell Glue. Each statement may be
/// run again; none of them ends with a semicolon.</summary>
public sealed class AthenaDdl
{
    /// <summary>How Hive writes a partition whose value is NULL. Its DDL does not take it.</summary>
    public const string NullPartition = "__HIVE_DEFAULT_PARTITION__";

    private const int Batch = 100;

    private readonly string _database;
    private readonly GlueTables _tables;
    private readonly DateOnly? _today;

    /// <param name="database">The database.</param>
    /// <param name="root">The lake's, an <c>s3://</c> URL.</param>
    /// <param name="today">Not null: days are computed, from a table's first to some after this one.</param>
    public AthenaDdl(string database, string root, DateOnly? today)
    {
        _database = database;
        _tables = new GlueTables(root);
        _today = today;
    }

    public IEnumerable<string> Of(IReadOnlyList<LakeTable> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        yield return $"CREATE DATABASE IF NOT EXISTS {Name(_database)}";
        foreach (LakeTable table in tables)
        {
            ProjectedRange? range = _today is { } today && table.IsDaily ? ProjectedRange.Of(table, today) : null;
            yield return Create(table, range);
            string[] partitions = range is null ? [.. (table.Partitions ?? []).Where(partition => partition != NullPartition)] : [];
            foreach (string[] chunk in partitions.Chunk(Batch))
            {
                yield return Add(table, chunk);
            }
        }
    }

    private string Create(LakeTable table, ProjectedRange? range)
    {
        var sql = new StringBuilder();
        sql.Append(CultureInfo.InvariantCulture, $"CREATE EXTERNAL TABLE IF NOT EXISTS {Name(_database)}.{Name(table.Name)} (\n  ");
        sql.AppendJoin(",\n  ", table.Columns.Select(HiveTypes.Of).Select(column => $"{Name(column.Name)} {column.Type}"));
        sql.Append("\n)\n");
        if (table.Partitions is not null)
        {
            sql.Append(CultureInfo.InvariantCulture, $"PARTITIONED BY ({Name(LakeSchema.PartitionColumn)} {GlueTables.PartitionType})\n");
        }

        sql.Append(CultureInfo.InvariantCulture, $"STORED AS PARQUET\nLOCATION {Text(_tables.LocationOf(table))}\nTBLPROPERTIES (\n  ");
        sql.AppendJoin(",\n  ", _tables.Properties(table, range, null)
            .Where(property => property.Key != "EXTERNAL")
            .Select(property => $"{Text(property.Key)} = {Text(property.Value)}"));
        return sql.Append("\n)").ToString();
    }

    private string Add(LakeTable table, string[] partitions)
    {
        IEnumerable<string> added = partitions.Select(partition =>
            $"  PARTITION ({Name(LakeSchema.PartitionColumn)} = {Text(partition)}) LOCATION {Text(_tables.LocationOf(table, partition))}");
        return $"ALTER TABLE {Name(_database)}.{Name(table.Name)} ADD IF NOT EXISTS\n{string.Join('\n', added)}";
    }

    private static string Name(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    private static string Text(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
