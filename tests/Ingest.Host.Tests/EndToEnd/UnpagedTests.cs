using System.Text.Json;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>A table without a key is copied in one pass.</summary>
public sealed class UnpagedTests
{
    private const string Copied = "SELECT level, message, count(*) FROM log GROUP BY level, message ORDER BY level, message";

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task It_keeps_its_doubles_and_is_published_when_its_rows_change(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind);

        JsonElement first = await installation.JsonAsync(0, "run");
        Dictionary<string, string> files = installation.LakeFiles();
        JsonElement same = await installation.JsonAsync(0, "run");
        Dictionary<string, string> untouched = installation.LakeFiles();
        await installation.Source.ExecuteAsync("UPDATE log SET message = 'stop!' WHERE level = 2");
        JsonElement changed = await installation.JsonAsync(0, "run");

        Assert.Equal((1, 5, 1), (first.Units().Committed, first.Count("rows"), first.Count("objects")));
        Assert.Equal((0, 1, 0), (same.Units().Committed, same.Units().Unchanged, same.Count("objects")));
        Assert.Equal(files, untouched);
        Assert.Equal((1, 1), (changed.Units().Committed, changed.Count("objects")));
        Assert.Equal(["1|start|3", "2|stop!|1", "||1"], await installation.QueryAsync(Copied));
        Assert.Equal(0, (await installation.RunAsync("verify", "--level", "values")).Exit);
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task The_same_rows_in_another_order_are_not_published(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind);
        await installation.JsonAsync(0, "run");
        Dictionary<string, string> files = installation.LakeFiles();

        await installation.Source.ExecuteAsync("DELETE FROM log");
        await installation.Source.ExecuteAsync("INSERT INTO log VALUES (NULL, NULL), (1, 'start'), (2, 'stop'), (1, 'start'), (1, 'start')");
        JsonElement turned = await installation.JsonAsync(0, "run");
        await installation.Source.ExecuteAsync("DELETE FROM log");
        await installation.Source.ExecuteAsync("INSERT INTO log VALUES (NULL, NULL), (1, 'start'), (2, 'stop'), (2, 'stop'), (1, 'start')");
        Dictionary<string, string> untouched = installation.LakeFiles();
        JsonElement others = await installation.JsonAsync(0, "run");

        Assert.Equal((0, 1), (turned.Units().Committed, turned.Units().Unchanged));
        Assert.Equal(files, untouched);
        Assert.Equal(1, others.Count("objects"));
        Assert.Equal(0, (await installation.RunAsync("verify", "--level", "values")).Exit);
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task The_doctor_says_how_it_is_read_and_that_it_could_be_otherwise(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind);

        string keyless = (await installation.RunAsync("doctor")).Out;
        await installation.Source.ExecuteAsync("DROP TABLE log");
        await installation.Source.ExecuteAsync("CREATE TABLE log (level INT NOT NULL PRIMARY KEY, message VARCHAR(40))");
        CliResult keyed = await installation.RunAsync("doctor");

        Assert.Contains("columns: log is there and may be read; no key, so that it is read in one pass without pages, 2 columns are read\n", keyless, StringComparison.Ordinal);
        Assert.Contains("key: The table 'log' has the key (level): leave Unpaged of 'log' out, and it is read in pages", keyed.Out, StringComparison.Ordinal);
        Assert.Equal(0, keyed.Exit);
    }

    private static async Task<Installation> CreateAsync(DatabaseKind kind)
    {
        Installation installation = await Installation.CreateAsync(kind);
        await installation.Source.ExecuteAsync("CREATE TABLE log (level INT, message VARCHAR(40))");
        await installation.Source.ExecuteAsync("INSERT INTO log VALUES (1, 'start'), (1, 'start'), (2, 'stop'), (1, 'start'), (NULL, NULL)");
        installation.Table("log", """{ "Copy": true, "Unpaged": true }""");
        return installation;
    }
}
