using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;

namespace Ingest.Host.Tests.Doctor;

/// <summary>What is missing in the source or in a directory is named, each by itself, and nothing else is.</summary>
public sealed class SourceDoctorTests
{
    private const string Url = "Source:Url";

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Where_everything_is_there_nothing_is_missing_and_nothing_is_left_behind(DatabaseKind kind)
    {
        await using Installation installation = await Readings.CreateAsync(kind);

        JsonElement seen = await installation.JsonAsync(0, "doctor");

        Assert.Equal(0, seen.Count("missing"));
        Assert.Contains("columns: readings is there and may be read; key (id), 3 columns are read", Lines(seen, "ok"));
        Assert.Contains("codec: 4 rows of 20210103 decode to 4 samples", Lines(seen, "ok"));
        Assert.Contains(Lines(seen, "ok"), line => line.StartsWith("time: the newest received_at, read as UTC, is 2021-01-03 18:00:00, ", StringComparison.Ordinal));
        Assert.Empty(Lines(seen, "know"));
        Assert.False(Directory.Exists(installation.Lake));
    }

    [SkippableFact]
    public async Task A_person_reads_a_line_a_thing()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.MariaDb);
        await installation.Source.ExecuteAsync("UPDATE readings SET payload = 'none' WHERE id = 12");
        await installation.Source.ExecuteAsync("ALTER TABLE readings DROP INDEX readings_time");

        CliResult result = await installation.RunAsync("doctor");

        Assert.Equal((2, ""), (result.Exit, result.Error));
        string[] lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith($"ok       source, login: {installation.SourceName} lets us in: ", lines[1], StringComparison.Ordinal);
        Assert.Contains(
            "know     table readings, index: The time column 'received_at' of 'readings' has no index, so every unit reads the whole table: CREATE INDEX received_at_index ON `readings` (`received_at`)",
            lines);
        Assert.StartsWith($"{lines.Length - 1} things looked at: ", lines[^1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("MISSING  table readings, codec: payload of one of 4 rows does not decode (", StringComparison.Ordinal));
        Assert.EndsWith(" as they should be, 1 missing, 1 to know", lines[^1], StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_missing_index_is_to_be_known_and_stops_nothing(DatabaseKind kind)
    {
        await using Installation installation = await Readings.CreateAsync(kind);
        await installation.Source.ExecuteAsync(kind == DatabaseKind.MariaDb ? "ALTER TABLE readings DROP INDEX readings_time" : "DROP INDEX readings_time");

        JsonElement seen = await installation.JsonAsync(0, "doctor");
        CliResult ran = await installation.RunAsync("backfill");

        Assert.StartsWith("index: The time column 'received_at' of 'readings' has no index, so every unit reads the whole table: CREATE INDEX", Assert.Single(Lines(seen, "know")), StringComparison.Ordinal);
        Assert.Equal(0, ran.Exit);
    }

    /// <param name="change">SQL that takes one thing away, or a key of the configuration and its value.</param>
    /// <param name="line">The only thing that is missing then, from its beginning.</param>
    [SkippableTheory]
    [InlineData(Url, "mysql://ingest@no-such-host.invalid/sensors", "name: no-such-host.invalid has no address (")]
    [InlineData(Url, "mysql://ingest@127.0.0.1:1/sensors", "login: mysql://127.0.0.1:1/sensors cannot be reached: check host and port in Source.Url, ")]
    [InlineData("Source:Password:Value", "wrong", "login: <source> denies the user access: check the user in Source.Url, Source.Password and ")]
    [InlineData(Url, "<url>_other", "login: There is no schema of that name at <source>_other: check the end of Source.Url")]
    [InlineData("sql", "DROP TABLE readings", "columns: The table 'readings' does not exist in <source>: check SourceTable of 'readings'")]
    [InlineData("sql", "ALTER TABLE readings RENAME COLUMN payload TO body", "columns: The table 'readings' has no column 'payload', which Payload.Column of 'readings' names; it has id, sensor_id, received_at, revision, body")]
    [InlineData("sql", "ALTER TABLE readings DROP PRIMARY KEY", "columns: The table 'readings' has no primary key: give it a primary key")]
    [InlineData("sql", "ALTER TABLE readings ENGINE = MyISAM", "columns: The table 'readings' of <source> uses the storage engine MyISAM, which has no consistent snapshots: ALTER TABLE ... ENGINE=InnoDB")]
    [InlineData("sql", "UPDATE readings SET payload = 'none' WHERE id = 12", "codec: payload of one of 4 rows does not decode (")]
    [InlineData("Lake:Root", "ingest.json/lake", "write: ")]
    public async Task What_is_missing_is_named_and_nothing_else(string key, string change, string line)
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.MariaDb);
        string source = installation.SourceName;
        if (key == "sql")
        {
            await installation.Source.ExecuteAsync(change);
        }
        else
        {
            Set(installation.Configuration, key, change.Replace("<url>", installation.Source.Url, StringComparison.Ordinal));
        }

        JsonElement seen = await installation.JsonAsync(2, "doctor");

        Assert.StartsWith(line.Replace("<source>", source, StringComparison.Ordinal), Assert.Single(Lines(seen, "missing")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_table_that_the_user_may_not_read_is_told_from_one_that_is_not_there()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.MariaDb);
        var url = new Uri(installation.Source.Url);
        string user = $"doctor_{Guid.NewGuid():N}"[..20];
        await installation.Source.ExecuteAsync("CREATE TABLE others (id INT PRIMARY KEY)");
        await installation.Source.ExecuteAsync($"CREATE USER {user} IDENTIFIED BY 'pw'");
        try
        {
            await installation.Source.ExecuteAsync($"GRANT SELECT ON others TO {user}");
            installation.Configuration["Source"] = JsonNode.Parse($$"""{ "Url": "mysql://{{user}}@{{url.Authority}}{{url.AbsolutePath}}", "Password": { "Value": "pw" } }""");

            JsonElement denied = await installation.JsonAsync(2, "doctor");
            await installation.Source.ExecuteAsync($"GRANT SELECT ON readings TO {user}");
            JsonElement granted = await installation.JsonAsync(0, "doctor");

            Assert.Equal(
                $"columns: {installation.SourceName} does not let the user read (error 1142, SELECT command denied to user '{user}'@'127.0.0.1' for table "
                + $"`{url.AbsolutePath.Trim('/')}`.`readings`): GRANT SELECT on the tables to the user.",
                Assert.Single(Lines(denied, "missing")));
            Assert.Empty(Lines(granted, "missing"));
        }
        finally
        {
            await installation.Source.ExecuteAsync($"DROP USER {user}");
        }
    }

    [SkippableFact]
    public async Task The_index_that_it_prints_is_the_one_that_it_wants()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.MariaDb);
        await installation.Source.ExecuteAsync("ALTER TABLE readings DROP INDEX readings_time");
        string lacking = Assert.Single(Lines(await installation.JsonAsync(0, "doctor"), "know"));

        await installation.Source.ExecuteAsync(Ddl(lacking));
        JsonElement better = await installation.JsonAsync(0, "doctor");
        await installation.Source.ExecuteAsync(Ddl(Assert.Single(Lines(better, "know"))));

        Assert.Empty(Lines(await installation.JsonAsync(0, "doctor"), "know"));
    }

    [SkippableFact]
    public async Task Times_ahead_of_the_clock_are_said()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.MariaDb);
        await Readings.AddAsync(installation, 13, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(2));

        JsonElement seen = await installation.JsonAsync(0, "doctor");

        string line = Assert.Single(Lines(seen, "know"));
        Assert.StartsWith("time: the newest received_at, read as UTC, is ", line, StringComparison.Ordinal);
        Assert.EndsWith("minutes ahead of the source's clock: is the column in local time, or Time.As another?", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lake_of_another_source_table_is_named()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        await installation.JsonAsync(0, "backfill");
        await installation.Source.ExecuteAsync("ALTER TABLE readings RENAME TO measurements");
        installation.Configuration["Tables"]!["readings"]!["SourceTable"] = "measurements";

        JsonElement seen = await installation.JsonAsync(2, "doctor");

        Assert.StartsWith("identity: Table readings in ", Assert.Single(Lines(seen, "missing")), StringComparison.Ordinal);
    }

    private static string Ddl(string line) => line[line.IndexOf("CREATE INDEX", StringComparison.Ordinal)..].TrimEnd('.');

    private static string[] Lines(JsonElement seen, string verdict) =>
    [
        .. seen.GetProperty("checks").EnumerateArray()
            .Where(check => check.GetProperty("verdict").GetString() == verdict)
            .Select(check => $"{check.GetProperty("subject").GetString()}: {check.GetProperty("sentence").GetString()}"),
    ];

    private static void Set(JsonNode node, string key, string value)
    {
        string[] path = key.Split(':');
        foreach (string name in path[..^1])
        {
            node = node[name]!;
        }

        if (path[^1] == "Value")
        {
            node.AsObject().Clear();
        }

        node[path[^1]] = value;
    }
}
