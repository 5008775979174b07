using System.Text.Json;
using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;

namespace Ingest.Host.Tests.Init;

/// <summary>From a database of real readings to rows in the lake, without a line of configuration written by hand.</summary>
public sealed class OccupancyInitTests
{
    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task The_written_file_is_accepted_as_it_is_and_every_reading_arrives(DatabaseKind kind)
    {
        var room = new Occupancy();
        await using Installation installation = await OccupancyTests.CreateAsync(kind);
        await installation.JsonAsync(0, "sample", "--csv", room.Files[0]);

        string said = await installation.InitAsync().DoneAsync();
        string written = await File.ReadAllTextAsync(installation.Config);
        await installation.RunWrittenAsync("doctor").DoneAsync();
        await installation.RunWrittenAsync("backfill").DoneAsync();

        Assert.Contains("decoded: payload is sensorpack", said, StringComparison.Ordinal);
        Assert.Contains("\"Time\": { \"Column\": \"received_at\" }", written, StringComparison.Ordinal);
        Assert.Contains("\"channel_6\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain("\"channel_7\"", written, StringComparison.Ordinal);
        CliResult answer = await installation.RunWrittenAsync("query", "SELECT count(*), count(DISTINCT sensor_id) FROM occupancy", "--json");
        Assert.Equal("[[2665,1]]", JsonSerializer.Deserialize<JsonElement>(answer.Out).GetProperty("rows").GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
        Assert.Equal(written, await File.ReadAllTextAsync(installation.Config));
    }

    [Fact]
    public async Task A_file_that_is_there_is_left_alone_without_force()
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);
        await installation.Source.ExecuteAsync("CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT)");
        await File.WriteAllTextAsync(installation.Config, "mine");

        CliResult refused = await installation.InitOverAsync();
        Assert.Equal(2, refused.Exit);
        Assert.EndsWith("is there already; name another file with --out, or write over it with --force\n", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(installation.Config));

        await installation.InitOverAsync("--force").DoneAsync();
        Assert.Contains("\"rooms\": { \"Copy\": true },", await File.ReadAllTextAsync(installation.Config), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payloads_that_no_codec_knows_get_a_layout_to_fill_in_and_the_rest_is_accepted()
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);
        await installation.Source.ExecuteAsync("CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT)");
        await installation.Source.ExecuteAsync("INSERT INTO rooms VALUES (1, 'north')");
        await installation.Source.ExecuteAsync("CREATE TABLE messages (id INTEGER PRIMARY KEY, received_at DATETIME NOT NULL, payload BLOB)");
        await installation.Source.ExecuteAsync("CREATE INDEX messages_received ON messages (received_at)");
        await installation.Source.ExecuteAsync("INSERT INTO messages VALUES (1, '2021-01-01 00:00:00', x'5758fffe0102')");

        await installation.InitAsync().DoneAsync();
        await installation.RunWrittenAsync("run").DoneAsync();

        string layout = await File.ReadAllTextAsync(Path.Combine(installation.Folder, "messages.layout.json"));
        Assert.Contains("57 58 ff fe 01 02", layout, StringComparison.Ordinal);
        Assert.Contains("    // \"messages\": {", await File.ReadAllTextAsync(installation.Config), StringComparison.Ordinal);

        // Where nothing else is to be brought in, the bytes are, as they are.
        await installation.Source.ExecuteAsync("DROP TABLE rooms");
        await installation.InitOverAsync("--force").DoneAsync();
        await installation.RunWrittenAsync("doctor").DoneAsync();
        Assert.Contains("\n    \"messages\": {", await File.ReadAllTextAsync(installation.Config), StringComparison.Ordinal);
    }
}
