using System.Text.Json;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>What a run is told to take, and what it would do.</summary>
public sealed class SelectionTests
{
    private const string Dates = "SELECT DISTINCT date FROM readings ORDER BY date";

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_dry_run_says_what_would_run_and_why_and_writes_nothing(DatabaseKind kind)
    {
        await using Installation installation = await Readings.CreateAsync(kind);

        JsonElement empty = await installation.JsonAsync(0, "backfill", "--dry-run");
        bool anything = Directory.Exists(installation.Lake);
        await installation.JsonAsync(0, "backfill", "--to", "2021-01-03");
        await Readings.AddAsync(installation, 100, Readings.Day.AddHours(23));
        Dictionary<string, string> before = installation.LakeFiles();
        JsonElement later = await installation.JsonAsync(0, "backfill", "--dry-run");
        CliResult text = await installation.RunAsync("backfill", "--dry-run");

        Assert.Equal(
            ["20210103 not in the lake 4", "20210102 not in the lake 4", "20210101 not in the lake 4"], Planned(empty));
        Assert.False(anything);
        Assert.Equal(["20210103 not in the lake 4", "20210101 source changed 5"], Planned(later));
        Assert.Equal(1, later.Count("unchanged"));
        Assert.Equal((0, ""), (text.Exit, text.Error));
        Assert.EndsWith("2 of 3 units would run, 9 rows; nothing was written.\n", text.Out, StringComparison.Ordinal);
        Assert.Equal(before, installation.LakeFiles());
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_range_takes_its_first_day_and_leaves_its_last(DatabaseKind kind)
    {
        await using Installation installation = await Readings.CreateAsync(kind);

        JsonElement one = await installation.JsonAsync(0, "backfill", "--from", "20210102", "--to", "2021-01-03");
        string[] middle = await installation.QueryAsync(Dates);
        JsonElement rest = await installation.JsonAsync(0, "backfill", "--from", "2021-01-02");

        Assert.Equal((1, 1, 0, 0, 0), one.Units());
        Assert.Equal(["20210102"], middle);
        Assert.Equal((2, 1, 1, 0, 0), rest.Units());
        Assert.Equal(["20210102", "20210103"], await installation.QueryAsync(Dates));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb, "20210103")]
    [InlineData(DatabaseKind.Sqlite, "2021-01-03")]
    public async Task A_table_and_a_unit_can_be_named(DatabaseKind kind, string unit)
    {
        await using Installation installation = await Readings.CreateAsync(kind);
        installation.Table("others", Readings.Json.Replace("{\n", """{ "SourceTable": "readings",""", StringComparison.Ordinal));

        JsonElement result = await installation.JsonAsync(0, "run", "--table", "others", "--unit", unit);

        Assert.Equal((1, 1, 0, 0, 0), result.Units());
        Assert.Equal(["others"], result.GetProperty("tables").EnumerateObject().Select(table => table.Name));
        Assert.Equal(["others/date=20210103/data.parquet"], installation.Objects());
    }

    [Theory]
    [InlineData("--from 2021-13-01 is no day; write 2021-01-01 or 20210101", "--from", "2021-13-01")]
    [InlineData("--from 20210102 must be before --to 2021-01-02, which is not part of the range", "--from", "20210102", "--to", "2021-01-02")]
    [InlineData("--to says nothing beside --unit; leave one of them out", "--unit", "20210101", "--to", "20210102")]
    [InlineData("--unit monday is no unit; write a day as 20210101, a block of keys as k000042, or all", "--unit", "monday")]
    [InlineData("no table 'reading' is configured; there is readings", "--table", "reading")]
    [InlineData("unknown option --form, did you mean --from? see ingest backfill --help", "--form", "20210102")]
    public async Task What_cannot_be_meant_is_told_in_one_sentence(string sentence, params string[] arguments)
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);
        installation.Table("readings", Readings.Json);

        CliResult result = await installation.RunAsync("backfill", arguments);

        Assert.Equal((2, "", $"ingest: {sentence}\n"), (result.Exit, result.Out, result.Error));
    }

    private static string[] Planned(JsonElement result) =>
    [
        .. result.GetProperty("units").EnumerateArray().Select(unit =>
            $"{unit.GetProperty("unit")} {unit.GetProperty("reason")} {unit.GetProperty("rows")}"),
    ];
}
