using System.Text.Json;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>The object that programs read.</summary>
public sealed class JsonResultTests
{
    [Fact]
    public async Task It_is_all_that_standard_output_has_and_has_every_member()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        installation.Table("absent", """{ "Copy": true }""");

        CliResult run = await installation.RunAsync("backfill", "--json");

        Assert.Equal(1, run.Exit);
        JsonElement result = JsonSerializer.Deserialize<JsonElement>(run.Out);
        string[] totals = ["rows", "samples", "points", "rejected", "changed", "objects", "bytes"];
        Assert.Equal(["units", "failures", .. totals, "seconds", "tables"], Names(result));
        Assert.Equal(["planned", "committed", "unchanged", "failed", "shrunk", "left", "outside_lookback"], Names(result.GetProperty("units")));
        JsonElement failure = Assert.Single(result.GetProperty("failures").EnumerateArray());
        Assert.Equal(["table", "unit", "reason"], Names(failure));
        Assert.Equal(("absent", null), (failure.GetProperty("table").GetString(), failure.GetProperty("unit").GetString()));
        Assert.Equal(["planned", .. totals], Names(result.GetProperty("tables").GetProperty("readings")));
        Assert.Equal(result.Count("bytes"), installation.Objects().Sum(path => new FileInfo(Path.Combine(installation.Lake, path)).Length));
        Assert.Equal("ingest: " + failure.GetProperty("reason").GetString() + "\n", run.Error);
    }

    [Fact]
    public async Task Status_tells_a_person_what_is_there_and_a_program_all_of_it()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        await installation.Source.ExecuteAsync("DELETE FROM readings WHERE id BETWEEN 5 AND 8");
        await installation.JsonAsync(0, "backfill", "--to", "2021-01-03");

        CliResult text = await installation.RunAsync("status");
        JsonElement json = await installation.JsonAsync(0, "status");

        Assert.Equal(0, text.Exit);
        Assert.Matches(@"^table +unit +state +rows +rejected +points +objects +bytes\n[- ]+\nreadings +20210101 +closed +4 +0 +4 +1 +\d.*B\n$", text.Out);
        Assert.Equal("not shown: 1 without rows (--json shows all)\n", text.Error);
        Assert.Equal(["20210101", "20210102"], json.GetProperty("rows").EnumerateArray().Select(row => row[1].GetString()!));
    }

    private static string[] Names(JsonElement value) => [.. value.EnumerateObject().Select(member => member.Name)];
}
