using System.Globalization;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Tests.Writing;
using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>Walks the tables of <c>docs/types.md</c>: from the source down to what DuckDB reads in Parquet.</summary>
public sealed class TypesDocTests(MariaDbSource mariaDb, SqliteFileSource sqlite) : IClassFixture<MariaDbSource>, IClassFixture<SqliteFileSource>
{
    private const string Null = "NULL";

    private static readonly string[] Document = File.ReadAllLines(Find("docs/types.md"));

    [SkippableFact]
    public async Task Every_type_of_mysql_comes_as_documented()
    {
        DocRow[] rows = Table("## MySQL");
        await WalkAsync(mariaDb, rows, "SET sql_mode = ''; ");
        await mariaDb.ExecuteAsync("DROP TABLE types");
    }

    [Fact]
    public Task Every_type_of_sqlite_comes_as_documented() => WalkAsync(sqlite, Table("## SQLite"), "");

    /// <summary>One table with a column for each row of the document: its value in the first row, NULL in the second.</summary>
    private static async Task WalkAsync(TestSource source, DocRow[] rows, string before)
    {
        Assert.InRange(rows.Length, 15, 200);
        string columns = string.Join(", ", rows.Select((row, i) => $"c{i} {Nullable(row.Type)}"));
        string names = $"id, {string.Join(", ", rows.Select((_, i) => $"c{i}"))}";
        await source.ExecuteAsync($"{before}CREATE TABLE types (id INTEGER NOT NULL PRIMARY KEY, {columns})");
        await source.ExecuteAsync($"{before}INSERT INTO types ({names}) VALUES (1, {string.Join(", ", rows.Select(row => row.Value))})");
        await source.ExecuteAsync($"{before}INSERT INTO types ({names}) VALUES (2, {string.Join(", ", rows.Select(row => row.IsGenerated ? row.Value : Null))})");

        await using ISourceDatabase database = source.Open();
        using var lake = new LakeCopy();
        (UnitRecord record, byte[] file) = await lake.RunAsync(database, TestSource.Copy("types", "id"));

        string[] described = [.. record.Columns.Skip(1)];
        List<string[]> physical = ParquetFiles.Query(file, "SELECT type, converted_type FROM parquet_schema($file) OFFSET 2");
        List<string[]> duck = ParquetFiles.Query(file, "DESCRIBE SELECT * EXCLUDE (id) FROM $file");
        List<string[]> values = ParquetFiles.Query(
            file,
            $"SELECT {string.Join(", ", rows.Select((row, i) => $"{Text($"c{i}", duck[i][1])}, {Expected(row, duck[i][1])}"))} FROM $file ORDER BY id");
        for (int i = 0; i < rows.Length; i++)
        {
            (DocRow row, string type) = (rows[i], described[i].Split(' ', 2)[1]);
            LakeType lakeType = LakeType.Of(Document, type);
            Assert.Equal($"{row.Type}: {row.Lake} {row.Changed}", $"{row.Type}: {type} {record.Changed?.GetValueOrDefault($"c{i}") ?? 0}");
            Assert.Equal($"{type}: {lakeType.Parquet}", $"{type}: {string.Join(", ", physical[i].Where(word => word != Null))}");
            Assert.Equal($"{type}: {lakeType.Glue}", $"{type}: {HiveTypes.Of(described[i]).Type}");
            Assert.Equal($"{type}: {lakeType.Duck}", $"{type}: {duck[i][1]}");
            Assert.Equal($"{row.Type}: {values[0][(2 * i) + 1]}", $"{row.Type}: {values[0][2 * i]}");
            Assert.Equal($"{row.Type}: {(row.IsGenerated ? values[1][(2 * i) + 1] : Null)}", $"{row.Type}: {values[1][2 * i]}");
        }
    }

    private static string Text(string column, string duck) => duck == "BLOB" ? $"'0x' || hex({column})" : $"{column}::VARCHAR";

    /// <summary>What the document says, as DuckDB writes a value of that type.</summary>
    private static string Expected(DocRow row, string duck)
    {
        string literal = $"'{row.Expected.Replace("'", "''", StringComparison.Ordinal)}'";
        return row.Expected == Null ? $"'{Null}'" : duck switch
        {
            "BLOB" or "VARCHAR" => literal,
            "TIMESTAMP WITH TIME ZONE" => $"CAST({literal} || '+00' AS {duck})::VARCHAR",
            _ => $"CAST({literal} AS {duck})::VARCHAR",
        };
    }

    /// <summary>A TIMESTAMP is NOT NULL on old servers unless it says otherwise.</summary>
    private static string Nullable(string type) => type.StartsWith("TIMESTAMP(", StringComparison.Ordinal) ? type + " NULL" : type;

    private static DocRow[] Table(string heading) =>
    [
        .. Cells(Document, heading)
            .Where(cells => cells[1].StartsWith(" `", StringComparison.Ordinal))
            .Select(cells => new DocRow(
                cells[1].Trim().Trim('`'),
                cells[2].Trim(),
                cells[3].Trim().Trim('`'),
                cells[4].Trim(),
                cells.Length > 6 && cells[5].Trim() is { Length: > 0 } changed ? long.Parse(changed, CultureInfo.InvariantCulture) : 0)),
    ];

    private static IEnumerable<string[]> Cells(string[] document, string heading) => document
        .SkipWhile(line => !line.StartsWith(heading, StringComparison.Ordinal))
        .Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => line.Split('|'));

    private static string Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, path);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new FileNotFoundException(path);
    }

    private sealed record DocRow(string Type, string Lake, string Value, string Expected, long Changed)
    {
        public bool IsGenerated => Value == "DEFAULT";
    }

    /// <summary>A row of the table of lake types.</summary>
    private sealed record LakeType(string Parquet, string Glue, string Duck)
    {
        public static LakeType Of(string[] document, string type)
        {
            bool isDecimal = type.StartsWith("decimal(", StringComparison.Ordinal);
            string digits = isDecimal ? type["decimal(".Length..^1] : "";
            int precision = isDecimal ? int.Parse(digits.Split(',')[0], CultureInfo.InvariantCulture) : 0;
            string[] cells = Cells(document, "## Lake types").First(row => isDecimal
                ? row[1].StartsWith(" decimal(p,s), p ≤ ", StringComparison.Ordinal) && precision <= int.Parse(row[1].Split('≤')[1], CultureInfo.InvariantCulture)
                : row[1].Trim() == type);
            string Cell(int i) => cells[i].Trim().Replace("p,s", digits, StringComparison.Ordinal);
            return new LakeType(Cell(2), Cell(3), Cell(4));
        }
    }
}
