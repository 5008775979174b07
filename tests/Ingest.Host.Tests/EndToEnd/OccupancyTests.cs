using System.Globalization;
using System.Text.Json;
using Ingest.Host.Tests.Commands;
using Ingest.TestKit;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>Real readings arrive in the lake digit by digit.</summary>
public sealed class OccupancyTests
{
    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Every_channel_of_every_date_has_the_count_the_bounds_and_the_exact_sum_of_the_files(DatabaseKind kind)
    {
        var room = new Occupancy();
        await using Installation installation = await CreateAsync(kind);

        await installation.JsonAsync(0, "sample", "--csv", room.Files[0]);
        await installation.JsonAsync(0, "sample", "--csv", room.Files[1], "--sensor", "2");
        JsonElement result = await installation.JsonAsync(0, "backfill");

        Assert.Equal((9, 9, 0, 0, 0), result.Units());
        Assert.Equal((10_808, 64_848, 0), (result.Count("samples"), result.Count("points"), result.Count("rejected")));
        Assert.Equal(room.Facts(), await FactsAsync(installation));
        Assert.Equal(["1|2665", "2|8143"], await installation.QueryAsync("SELECT sensor_id, count(*) FROM occupancy GROUP BY sensor_id ORDER BY sensor_id"));
    }

    [SkippableFact]
    public async Task A_value_with_more_decimals_than_its_channel_is_refused_and_nothing_is_written()
    {
        string file = Path.Combine(SharedData.Require("occupancy"), "datatraining.txt");
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite, lightScale: 13);

        CliResult refused = await installation.RunAsync("sample", "--csv", file);

        Assert.Equal(
            (2, "", "ingest: datatraining.txt line 3746: Light 9.33333333333333 has 14 decimals, its channel's Scale is 13; raise Scale or pass --round\n"),
            (refused.Exit, refused.Out, refused.Error));
        Assert.Equal([installation.Config], Directory.EnumerateFileSystemEntries(installation.Folder).Where(path => new FileInfo(path).Length > 0));
    }

    internal static async Task<Installation> CreateAsync(DatabaseKind kind, int lightScale = 14)
    {
        Installation installation = await Installation.CreateAsync(kind);
        int[] scales = [14, 14, lightScale, 12, 17, 0];
        IEnumerable<string> channels = Occupancy.Channels.Zip(scales).Select(channel => $$"""{ "Name": "{{channel.First}}", "Scale": {{channel.Second}} }""");
        installation.Table("occupancy", $$"""
            {
              "Time": { "Column": "received_at" }, "Columns": ["sensor_id"], "SortBy": ["sensor_id", "time"],
              "Payload": { "Column": "payload", "Codec": "sensorpack", "Channels": [ {{string.Join(", ", channels)}} ] }
            }
            """);
        return installation;
    }

    private static async Task<string[]> FactsAsync(Installation installation)
    {
        string channels = string.Join(" UNION ALL ", Occupancy.Channels.Select((name, i) =>
            $"SELECT date, {i} AS place, '{name}' AS channel, count({name}) AS count, min({name})::VARCHAR, max({name})::VARCHAR, sum({name})::VARCHAR FROM occupancy GROUP BY date"));
        string[] rows = await installation.QueryAsync($"SELECT * EXCLUDE place FROM ({channels}) ORDER BY date, place");
        return
        [
            .. rows.Select(row => row.Split('|')).Select(cells => Occupancy.Fact(
                cells[0],
                cells[1],
                long.Parse(cells[2], CultureInfo.InvariantCulture),
                decimal.Parse(cells[3], CultureInfo.InvariantCulture),
                decimal.Parse(cells[4], CultureInfo.InvariantCulture),
                decimal.Parse(cells[5], CultureInfo.InvariantCulture))),
        ];
    }
}
