using System.Text.Json;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>Every unit of a range, whether the lake has it or not.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task Days_of_the_range_without_a_record_are_shown_as_such()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        installation.Table("sensors", """{ "Copy": true }""");
        await installation.JsonAsync(0, "backfill", "--table", "readings", "--unit", "20210101");
        await installation.JsonAsync(0, "backfill", "--table", "readings", "--unit", "20210103");

        Assert.Equal(["20210101 closed", "20210103 closed", "all no record"], await StatusAsync(installation));
        Assert.Equal(
            ["20210101 closed", "20210102 no record", "20210103 closed", "all no record"], await StatusAsync(installation, "--from", "20210101"));
        Assert.Equal(
            ["20210103 closed", "20210104 no record", "all no record"],
            await StatusAsync(installation, "--from", "2021-01-03", "--to", "2021-01-05"));
        Assert.Equal(["20210102 no record"], await StatusAsync(installation, "--unit", "2021-01-02"));
        Assert.Equal(["20201231 no record", "20210101 closed"], await StatusAsync(installation, "--table", "readings", "--from", "20201231", "--to", "20210102"));
    }

    [Fact]
    public async Task A_unit_that_the_table_cannot_have_is_refused()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);

        CliResult result = await installation.RunAsync("status", "--unit", "k000001");

        Assert.Equal((2, "ingest: table readings has no units like k000001\n"), (result.Exit, result.Error));
    }

    [Fact]
    public async Task An_empty_range_is_refused()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);

        CliResult result = await installation.RunAsync("status", "--from", "2021-01-03", "--to", "2021-01-03");

        Assert.Equal(
            (2, "ingest: --from 2021-01-03 must be before --to 2021-01-03, which is not part of the range\n"),
            (result.Exit, result.Error));
    }

    private static async Task<string[]> StatusAsync(Installation installation, params string[] options)
    {
        JsonElement status = await installation.JsonAsync(0, "status", options);
        return [.. status.GetProperty("rows").EnumerateArray().Select(row => $"{row[1].GetString()} {row[2].GetString()}")];
    }
}
