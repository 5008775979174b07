using System.Text.Json;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>Rows that cannot be decoded.</summary>
public sealed class RejectTests
{
    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task They_are_kept_with_their_key_and_payload_and_say_why(DatabaseKind kind)
    {
        await using Installation installation = await Readings.CreateAsync(kind);
        byte[] damaged = SingleSample.Of(Readings.Day, 5);
        damaged[^1] ^= 1;
        await Readings.AddAsync(installation, 20, Readings.Day.AddHours(1), damaged);
        await Readings.AddAsync(installation, 21, Readings.Day.AddHours(1), SingleSample.Of(new DateTime(1999, 12, 31, 0, 0, 0, DateTimeKind.Utc), 1));

        JsonElement result = await installation.JsonAsync(0, "backfill");

        Assert.Equal((14, 12, 2), (result.Count("rows"), result.Count("points"), result.Count("rejected")));
        Assert.Equal(
            [
                $"20|20210101|{Convert.ToBase64String(damaged)}|true|{damaged.Length - 4}",
                $"21|20210101|{Convert.ToBase64String(SingleSample.Of(new DateTime(1999, 12, 31, 0, 0, 0, DateTimeKind.Utc), 1))}|false|",
            ],
            await installation.QueryAsync(
                "SELECT key, date, to_base64(payload), reason LIKE '%checksum%', payload_offset FROM readings_rejects ORDER BY key"));
        Assert.Equal(
            ["event time 1999-12-31T00:00:00.000000Z is before 2000-01-01"],
            await installation.QueryAsync("SELECT reason FROM readings_rejects WHERE key = '21'"));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task More_than_the_budget_fail_their_unit_and_nothing_of_it_is_visible(DatabaseKind kind)
    {
        await using Installation installation = await Readings.CreateAsync(kind);
        installation.Table("readings", Readings.Json.Replace("\"SortBy\"", """
            "Rejects": { "Share": 0, "AtLeast": 0 }, "SortBy"
            """, StringComparison.Ordinal));
        await Readings.AddAsync(installation, 20, Readings.Day.AddHours(1), [1, 2, 3]);

        CliResult failed = await installation.RunAsync("backfill");
        JsonElement result = await installation.JsonAsync(1, "backfill");

        Assert.Equal(1, failed.Exit);
        Assert.StartsWith("ingest: readings/20210101: more than 0 source rows could not be decoded", failed.Error, StringComparison.Ordinal);
        Assert.Single(failed.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((3, 0, 2, 1, 0), result.Units());
        Assert.Equal("20210101", result.GetProperty("failures")[0].GetProperty("unit").GetString());
        Assert.Equal(["readings/date=20210102/data.parquet", "readings/date=20210103/data.parquet"], installation.Objects());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(installation.Lake, "_ingest", ".uploads")));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task One_unit_is_accepted_as_it_is_until_it_has_to_be_read_again(DatabaseKind kind)
    {
        await using Installation installation = await Readings.CreateAsync(kind);
        installation.Table("readings", Readings.Json.Replace("\"SortBy\"", """
            "Rejects": { "Share": 0, "AtLeast": 0 }, "SortBy"
            """, StringComparison.Ordinal));
        await Readings.AddAsync(installation, 20, Readings.Day.AddHours(1), [1, 2, 3]);
        await Readings.AddAsync(installation, 21, Readings.Day.AddDays(1).AddHours(1), [1, 2, 3]);

        CliResult everywhere = await installation.RunAsync("backfill", "--accept-rejects");
        JsonElement refused = await installation.JsonAsync(1, "run", "--table", "readings", "--unit", "20210101");
        JsonElement accepted = await installation.JsonAsync(0, "run", "--table", "readings", "--unit", "20210101", "--accept-rejects");
        JsonElement next = await installation.JsonAsync(1, "backfill");
        Dictionary<string, string> before = installation.LakeFiles();
        await Readings.AddAsync(installation, 22, Readings.Day.AddHours(2));
        JsonElement late = await installation.JsonAsync(1, "run", "--unit", "20210101");

        installation.Table("others", Readings.Json.Replace("{\n", """{ "SourceTable": "readings",""", StringComparison.Ordinal));
        CliResult several = await installation.RunAsync("run", "--unit", "20210102", "--accept-rejects");

        Assert.Equal(
            (2, "ingest: --accept-rejects is for one unit; name it with --unit\n"), (everywhere.Exit, everywhere.Error));
        Assert.Equal(
            (2, "ingest: --accept-rejects is for one unit; name its table with --table\n"), (several.Exit, several.Error));
        Assert.EndsWith(
            "or take this unit as it is: `ingest run --table readings --unit 20210101 --accept-rejects`.",
            Assert.Single(refused.Reasons()),
            StringComparison.Ordinal);
        Assert.Equal((1, 1, 0, 0, 0), accepted.Units());
        Assert.Equal((5, 4, 1), (accepted.Count("rows"), accepted.Count("samples"), accepted.Count("rejected")));
        Assert.Equal((3, 1, 1, 1, 0), next.Units());
        Assert.Equal("20210102", next.GetProperty("failures")[0].GetProperty("unit").GetString());
        Assert.Equal((1, 0, 0, 1, 0), late.Units());
        Assert.Equal(before, installation.LakeFiles());
        Assert.Equal(["20|20210101"], await installation.QueryAsync("SELECT key, date FROM readings_rejects"));
    }
}
