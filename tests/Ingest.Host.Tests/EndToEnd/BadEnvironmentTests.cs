using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>A source that cannot be reached and a lake that cannot be used: one sentence, whatever the number of tables.</summary>
public sealed class BadEnvironmentTests
{
    [SkippableFact]
    public async Task A_wrong_password_is_said_once_for_all_tables()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.MariaDb);
        installation.Table("sensors", """{ "Copy": true }""");
        installation.Environment[Installation.PasswordVariable] = "wrong";

        CliResult result = await installation.RunAsync("run");

        Assert.Equal((2, ""), (result.Exit, result.Out));
        Assert.Equal(
            $"ingest: readings and sensors: {installation.SourceName} denies the user access: check the user in Source.Url, Source.Password and "
            + "the hosts that the user may connect from.\n",
            result.Error);
        Assert.Empty(installation.LakeFiles());
    }

    [Fact]
    public async Task A_server_that_nobody_answers_for_is_named()
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);
        installation.Table("readings", Readings.Json);
        installation.Configuration["Source"] = JsonNode.Parse("""{ "Url": "mysql://ingest@127.0.0.1:1/sensors", "Password": { "Value": "x" } }""");

        CliResult result = await installation.RunAsync("run");

        Assert.Equal((2, ""), (result.Exit, result.Out));
        Assert.Equal(
            "ingest: readings: mysql://127.0.0.1:1/sensors cannot be reached: check host and port in Source.Url, and that a network path to it is open.\n",
            result.Error);
    }

    [SkippableFact]
    public async Task A_schema_that_does_not_exist_is_said()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.MariaDb);
        installation.Configuration["Source"]!["Url"] = installation.Source.Url + "_other";

        CliResult result = await installation.RunAsync("run");

        Assert.Equal((2, ""), (result.Exit, result.Out));
        Assert.Equal(
            $"ingest: readings: There is no schema of that name at {installation.SourceName}_other: check the end of Source.Url.\n", result.Error);
    }

    [Fact]
    public async Task A_database_file_that_does_not_exist_is_named()
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);
        installation.Table("readings", Readings.Json);

        CliResult result = await installation.RunAsync("run");

        Assert.Equal((2, ""), (result.Exit, result.Out));
        Assert.Contains("source.db cannot be opened: check that the file exists and may be read.", result.Error, StringComparison.Ordinal);
        Assert.Equal([installation.Config], Directory.EnumerateFileSystemEntries(installation.Folder));
    }

    [Theory]
    [InlineData("ingest.json")]
    [InlineData("ingest.json/lake")]
    public async Task A_file_in_the_lakes_way_is_said(string root)
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        installation.Configuration["Lake"]!["Root"] = root;

        CliResult result = await installation.RunAsync("backfill");

        Assert.Equal((2, ""), (result.Exit, result.Out));
        Assert.StartsWith($"ingest: readings: The lake {Path.Combine(installation.Folder, root)} cannot be read or written (", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("): check Lake.Root, and that its file system is there, can be written and is not full.\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_record_fails_its_unit_and_no_other()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        await installation.JsonAsync(0, "backfill");
        string record = Path.Combine(installation.Lake, "_ingest", "readings", "20210102.json");
        await File.WriteAllTextAsync(record, (await File.ReadAllTextAsync(record))[..40]);
        await Readings.AddAsync(installation, 100, Readings.Day.AddHours(23));

        JsonElement result = await installation.JsonAsync(1, "backfill");
        CliResult status = await installation.RunAsync("status");
        CliResult dry = await installation.RunAsync("backfill", "--dry-run");

        Assert.Equal((3, 1, 1, 1, 0), result.Units());
        string reason = Assert.Single(result.Reasons());
        Assert.StartsWith($"The record readings/20210102.json in {installation.Lake} cannot be read (", reason, StringComparison.Ordinal);
        Assert.EndsWith("Put it back from a copy, or delete it and run its unit again: where the source has fewer rows than the lake, that is refused.", reason, StringComparison.Ordinal);
        Assert.Equal((1, $"ingest: {reason}\n"), (status.Exit, status.Error));
        Assert.Equal((1, "0 of 3 units would run, 0 rows; nothing was written.\n"), (dry.Exit, dry.Out));
        Assert.Contains(reason, dry.Error, StringComparison.Ordinal);
        Assert.Matches(@"\nreadings +20210101 +closed .*\nreadings +20210102 +damaged .*\nreadings +20210103 +closed .*\n$", status.Out);
    }

    [Fact]
    public async Task A_lake_of_another_source_table_is_left_alone()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        await installation.JsonAsync(0, "backfill");
        Dictionary<string, string> before = installation.LakeFiles();
        installation.Table("readings", Readings.Json.Replace("{\n", """{ "Path": "elsewhere",""", StringComparison.Ordinal));

        CliResult result = await installation.RunAsync("backfill");

        Assert.Equal((2, ""), (result.Exit, result.Out));
        Assert.StartsWith($"ingest: Table readings in {installation.Lake} was made from ", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("Give the table another name and Path, or put the configuration back.\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, installation.LakeFiles());
    }
}
