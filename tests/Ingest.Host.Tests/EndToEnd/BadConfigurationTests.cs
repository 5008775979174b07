using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>What is wrong with a table is one sentence, exit code 2, and a lake without an object.</summary>
public sealed class BadConfigurationTests
{
    private const string Columns = "it has id, sensor_id, received_at, revision, payload.";

    [SkippableTheory]
    [InlineData("\"SourceTable\": \"absent\",", "The table 'absent' does not exist in <source>: check SourceTable of 'readings'.")]
    [InlineData("\"Key\": [\"number\"],", "The table 'readings' has no column 'number', which Key of 'readings' names; " + Columns)]
    [InlineData("\"Key\": [\"sensor_id\"],", "The key (sensor_id) of 'readings' is no primary key or unique index in that order: set Key of 'readings' to (id).")]
    [InlineData("\"OnShrink\": \"follow\", \"UpdateColumn\": \"changed\",", "The table 'readings' has no column 'changed', which UpdateColumn of 'readings' names; " + Columns)]
    [InlineData("\"SourceTable\": \"readings_view\",", "The table 'readings_view' of <source> is a view: name the table that it reads.")]
    [InlineData("\"SourceTable\": \"readings_keyless\",", "The table 'readings_keyless' has no primary key: give it a primary key.")]
    public async Task A_table_that_is_not_as_the_configuration_says_is_explained(string keys, string sentence)
    {
        foreach (DatabaseKind kind in new[] { DatabaseKind.Sqlite, DatabaseKind.MariaDb })
        {
            await using Installation installation = await Readings.CreateAsync(kind);
            await installation.Source.ExecuteAsync("CREATE VIEW readings_view AS SELECT * FROM readings");
            await installation.Source.ExecuteAsync("CREATE TABLE readings_keyless (sensor_id INT, received_at DATETIME, revision BIGINT, payload BLOB)");
            string json = keys.Contains("UpdateColumn", StringComparison.Ordinal)
                ? Readings.Json.Replace("\"UpdateColumn\": \"revision\",", "", StringComparison.Ordinal)
                : Readings.Json;
            installation.Table("readings", json.Replace("{\n", "{ " + keys, StringComparison.Ordinal));

            await RefusedAsync(installation, sentence);
        }
    }

    [SkippableFact]
    public async Task A_table_without_snapshots_is_refused()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.MariaDb);
        await installation.Source.ExecuteAsync("ALTER TABLE readings ENGINE=MyISAM");

        await RefusedAsync(installation, "The table 'readings' of <source> uses the storage engine MyISAM, which has no consistent snapshots: ALTER TABLE ... ENGINE=InnoDB.");
    }

    [Theory]
    [InlineData("""{ "Copy": true, "Path": "raw/a" }""", """{ "Copy": true, "Path": "raw" }""", "Tables:b:Path: the folder raw of b and the folder raw/a of a are not apart; choose another Path")]
    [InlineData("""{ "Copy": true, "Colums": ["a"] }""", """{ "Copy": true }""", "Tables:a:Colums: unknown key, did you mean Columns?")]
    [InlineData("""{ "Copy": true, "Audit": 0.5 }""", """{ "Copy": true }""", "Tables:a:Audit: means nothing to a table that is copied whole; leave it out, or copy the table by days: give it Time")]
    public async Task What_the_configuration_alone_tells_is_refused_before_anything_is_touched(string a, string b, string sentence)
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);
        installation.Table("a", a);
        installation.Table("b", b);

        CliResult result = await installation.RunAsync("run");

        Assert.Equal((2, "", $"ingest: {sentence}\n"), (result.Exit, result.Out, result.Error));
        Assert.Equal([installation.Config], Directory.EnumerateFileSystemEntries(installation.Folder));
    }

    [Fact]
    public async Task A_column_to_sort_by_that_is_none_is_named_with_those_that_there_are()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        installation.Table("readings", Readings.Json.Replace("\"sensor_id\", \"time\"", "\"device\", \"time\"", StringComparison.Ordinal));

        CliResult result = await installation.RunAsync("run");

        Assert.Equal(
            (2, "", "ingest: Tables:readings:SortBy:0: 'device' is no column of the table in the lake; there is time, sensor_id, temperature\n"),
            (result.Exit, result.Out, result.Error));
    }

    [Fact]
    public async Task No_configuration_at_all_says_how_to_name_one()
    {
        using var folder = new TempFolder();
        string file = Path.Combine(folder.Path, "ingest.json");

        CliResult result = await Cli.RawAsync(["run", "--config", file]);

        Assert.Equal(
            (2, "", $"ingest: {file}: no such file; say where the configuration is with --config FILE\n"),
            (result.Exit, result.Out, result.Error.ReplaceLineEndings("\n")));
    }

    [SkippableFact]
    public async Task Warnings_are_said_once()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.MariaDb);
        await installation.Source.ExecuteAsync("DROP INDEX readings_time ON readings");

        CliResult result = await installation.RunAsync("backfill");

        Assert.Equal(0, result.Exit);
        Assert.Equal(
            "ingest: The time column 'received_at' of 'readings' has no index, so every unit reads the whole table: "
            + "CREATE INDEX received_at_index ON `readings` (`received_at`).\n",
            result.Error);
    }

    private static async Task RefusedAsync(Installation installation, string sentence)
    {
        CliResult result = await installation.RunAsync("backfill");

        string expected = "ingest: " + sentence.Replace("<source>", installation.SourceName, StringComparison.Ordinal) + "\n";
        Assert.Equal((2, ""), (result.Exit, result.Out));
        Assert.Equal(expected, result.Error.Replace("ingest: readings: ", "ingest: ", StringComparison.Ordinal));
        Assert.Empty(installation.LakeFiles());
    }
}
