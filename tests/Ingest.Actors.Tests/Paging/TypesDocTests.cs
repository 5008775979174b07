using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>Walks the tables of <c>docs/types.md</c>.</summary>
public sealed class TypesDocTests(MariaDbSource mariaDb, SqliteFileSource sqlite) : IClassFixture<MariaDbSource>, IClassFixture<SqliteFileSource>
{
    private static readonly string[] Document = File.ReadAllLines(Find("docs/types.md"));

    [SkippableFact]
    public Task Every_type_of_mysql_comes_as_documented() =>
        Walk(mariaDb, "## MySQL", "SET sql_mode = ''; ");

    [Fact]
    public Task Every_type_of_sqlite_comes_as_documented() =>
        Walk(sqlite, "## SQLite", "");

    private static async Task Walk(TestSource source, string heading, string before)
    {
        (string Type, string Lake, string Value, string Expected)[] rows = [.. Table(heading)];
        Assert.InRange(rows.Length, 15, 100);
        await source.ExecuteAsync(
            $"{before}CREATE TABLE types (id INTEGER NOT NULL PRIMARY KEY, {string.Join(", ", rows.Select((row, i) => $"c{i} {Nullable(row.Type)}"))})");
        await source.ExecuteAsync($"{before}INSERT INTO types VALUES (1, {string.Join(", ", rows.Select(row => row.Value))})");

        await using ISourceDatabase database = source.Open();
        SourceTable table = await database.ResolveAsync(TestSource.Copy("types", "id"), CancellationToken.None);
        List<string> read = await source.ReadAsync(TestSource.Copy("types", "id"), UnitInterval.Whole);

        string[] values = Assert.Single(read).Split(" | ");
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(
                $"{rows[i].Type}: {rows[i].Lake} {rows[i].Expected}",
                $"{rows[i].Type}: {table.Selected[i + 1].Lake.Type} {values[i + 1]}");
        }
    }

    /// <summary>A TIMESTAMP is NOT NULL on old servers unless it says otherwise.</summary>
    private static string Nullable(string type) => type.StartsWith("TIMESTAMP(", StringComparison.Ordinal) ? type + " NULL" : type;

    private static IEnumerable<(string Type, string Lake, string Value, string Expected)> Table(string heading) => Document
        .SkipWhile(line => !line.StartsWith(heading, StringComparison.Ordinal))
        .Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Split('|'))
        .Select(cells => (cells[1].Trim().Trim('`'), cells[2].Trim(), cells[3].Trim().Trim('`'), cells[4].Trim()));

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
}
