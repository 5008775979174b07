using System.Text.Json;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>What the lake cannot hold as the source does is said, wherever somebody looks.</summary>
public sealed class ChangedValuesTests
{
    private const string Sentence =
        "ingest: Table visits: 2 values of seen_at are not what the source holds: zero dates, and dates with a zero month or day, are NULL, and a time that its zone's clock shows twice or never is one instant (docs/types.md).\n";

    [SkippableFact]
    public async Task Zero_dates_are_counted_by_a_run_and_by_status()
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.MariaDb);
        installation.Table("visits", """{ "Copy": true }""");
        await installation.Source.ExecuteAsync(
            "SET sql_mode = ''; CREATE TABLE visits (id INT NOT NULL PRIMARY KEY, seen_at DATETIME, day DATE NOT NULL); "
            + "INSERT INTO visits VALUES (1, '0000-00-00', '2021-01-01'), (2, NULL, '2021-01-02'), (3, '2021-05-00', '2021-01-03'), (4, '2021-01-01', '2021-01-04')");

        JsonElement run = await installation.JsonAsync(0, "backfill");
        JsonElement status = await installation.JsonAsync(0, "status");
        CliResult text = await installation.RunAsync("status");
        JsonElement same = await installation.JsonAsync(0, "backfill");

        Assert.Equal((2, 2), (run.Count("changed"), run.GetProperty("tables").GetProperty("visits").Count("changed")));
        Assert.Equal(2, status.GetProperty("rows")[0].EnumerateArray().Last().GetInt64());
        Assert.Equal(Sentence, text.Error);
        Assert.Equal((1, 0, 1, 0, 0), same.Units());
        Assert.Equal(["3"], await installation.QueryAsync("SELECT count(*) FROM visits WHERE seen_at IS NULL"));
    }

    [SkippableFact]
    public async Task A_person_is_told_when_it_happens()
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.MariaDb);
        installation.Table("visits", """{ "Copy": true }""");
        await installation.Source.ExecuteAsync(
            "SET sql_mode = ''; CREATE TABLE visits (id INT NOT NULL PRIMARY KEY, seen_at DATE NOT NULL); "
            + "INSERT INTO visits VALUES (1, '0000-00-00'), (2, '2021-05-00'), (3, '2021-05-01')");

        Assert.Contains(Sentence, (await installation.RunAsync("backfill")).Error, StringComparison.Ordinal);
    }
}
