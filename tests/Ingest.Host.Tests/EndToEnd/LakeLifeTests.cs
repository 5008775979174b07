using System.Globalization;
using System.Text.Json;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>A lake follows its source: what is new, late, changed, gone or decoded in another way.</summary>
public sealed class LakeLifeTests
{
    private const string Days = "SELECT date, count(*), sum(temperature) FROM readings GROUP BY date ORDER BY date";

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_first_run_brings_everything_and_a_second_finds_nothing_to_do(DatabaseKind kind)
    {
        await using Installation installation = await Readings.CreateAsync(kind);

        JsonElement first = await installation.JsonAsync(0, "backfill");
        Dictionary<string, string> files = installation.LakeFiles();
        JsonElement second = await installation.JsonAsync(0, "backfill");

        Assert.Equal((3, 3, 0, 0, 0), first.Units());
        Assert.Equal((12, 12, 12, 0, 3), (first.Count("rows"), first.Count("samples"), first.Count("points"), first.Count("rejected"), first.Count("objects")));
        Assert.Equal(["20210101|4|10.00", "20210102|4|26.00", "20210103|4|42.00"], await installation.QueryAsync(Days));
        Assert.Equal((3, 0, 3, 0, 0), second.Units());
        Assert.Equal((0, 0, 0), (second.Count("rows"), second.Count("objects"), second.Count("bytes")));
        Assert.Equal(files, installation.LakeFiles());
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_late_row_and_a_changed_one_run_their_own_units_again(DatabaseKind kind)
    {
        await using Installation installation = await Readings.CreateAsync(kind);
        await installation.JsonAsync(0, "backfill");

        await Readings.AddAsync(installation, 100, Readings.Day.AddHours(23));
        JsonElement late = await installation.JsonAsync(0, "backfill");
        await installation.Source.ExecuteAsync(
            "UPDATE readings SET payload = @0, revision = 2 WHERE id = 12", SingleSample.Of(Readings.Day.AddDays(2), -5));
        JsonElement changed = await installation.JsonAsync(0, "backfill");

        Assert.Equal((3, 1, 2, 0, 0), late.Units());
        Assert.Equal((5, 1), (late.Count("rows"), late.Count("objects")));
        Assert.Equal((3, 1, 2, 0, 0), changed.Units());
        Assert.Equal((4, 1), (changed.Count("rows"), changed.Count("objects")));
        Assert.Equal(["20210101|5|110.00", "20210102|4|26.00", "20210103|4|29.95"], await installation.QueryAsync(Days));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Rows_that_are_gone_leave_the_lake_alone_until_that_is_accepted(DatabaseKind kind)
    {
        await using Installation installation = await Readings.CreateAsync(kind);
        await installation.JsonAsync(0, "backfill");
        Dictionary<string, string> before = installation.LakeFiles();

        await installation.Source.ExecuteAsync("DELETE FROM readings WHERE id IN (5, 6)");
        JsonElement reported = await installation.JsonAsync(1, "backfill");
        Dictionary<string, string> untouched = installation.LakeFiles();
        JsonElement followed = await installation.JsonAsync(0, "backfill", "--unit", "20210102", "--accept-shrink");

        Assert.Equal((3, 0, 2, 0, 1), reported.Units());
        Assert.Equal(
            ["readings/20210102: the source has 2 rows and the lake was made from 4; the lake was left alone. If the rows are meant to be "
             + "gone, run `ingest run --table readings --unit 20210102 --accept-shrink`."],
            reported.Reasons());
        Assert.Equal(before, untouched);
        Assert.Equal((1, 1, 0, 0, 0), followed.Units());
        Assert.Equal(["20210101|4|10.00", "20210102|2|15.00", "20210103|4|42.00"], await installation.QueryAsync(Days));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Another_scale_or_precision_decodes_everything_again(DatabaseKind kind)
    {
        await using Installation installation = await Readings.CreateAsync(kind);
        await installation.JsonAsync(0, "backfill");

        installation.Table("readings", Readings.Json.Replace("\"Scale\": 2", "\"Scale\": 1", StringComparison.Ordinal));
        string status = (await installation.RunAsync("status")).Out;
        JsonElement scaled = await installation.JsonAsync(0, "backfill");
        string[] values = await installation.QueryAsync("SELECT temperature, typeof(temperature) FROM readings WHERE date = '20210101' ORDER BY time");
        installation.Table("readings", Readings.Json.Replace("\"Scale\": 2", "\"Scale\": 1, \"Precision\": 12", StringComparison.Ordinal));
        JsonElement widened = await installation.JsonAsync(0, "backfill");

        Assert.Equal(3, status.Split("decoder changed").Length - 1);
        Assert.Equal((3, 3, 0, 0, 0), scaled.Units());
        Assert.Equal(["10.0|DECIMAL(9,1)", "20.0|DECIMAL(9,1)", "30.0|DECIMAL(9,1)", "40.0|DECIMAL(9,1)"], values);
        Assert.Equal((3, 3, 0, 0, 0), widened.Units());
        Assert.Equal(["DECIMAL(12,1)"], await installation.QueryAsync("SELECT DISTINCT typeof(temperature) FROM readings"));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_routine_run_decodes_again_exactly_the_days_that_were_decoded_in_another_way(DatabaseKind kind)
    {
        await using Installation installation = await Readings.CreateAsync(kind);
        await installation.JsonAsync(0, "backfill");
        installation.Table("readings", Readings.Json.Replace("\"Scale\": 2", "\"Scale\": 1", StringComparison.Ordinal));
        await installation.JsonAsync(0, "run", "--unit", "20210102");

        JsonElement run = await installation.JsonAsync(0, "run");
        JsonElement again = await installation.JsonAsync(0, "run");

        // The days since are looked at too, and hold nothing.
        Assert.Equal((8, 2), (run.Count("rows"), run.Count("objects")));
        Assert.Equal((0, 0), (again.Count("rows"), again.Count("objects")));
        Assert.Equal(["20210101|4|100.0", "20210102|4|260.0", "20210103|4|420.0"], await installation.QueryAsync(Days));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task An_outage_longer_than_the_lookback_leaves_no_hole(DatabaseKind kind)
    {
        await using Installation installation = await Readings.CreateAsync(kind);
        DateTime yesterday = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-1);
        await installation.Source.ExecuteAsync("DELETE FROM readings");
        for (int day = 0; day < 20; day++)
        {
            await Readings.AddAsync(installation, 30 + day, yesterday.AddDays(-day).AddHours(3));
        }

        string last = yesterday.AddDays(-19).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        await installation.JsonAsync(0, "backfill", "--unit", last);
        Assert.Equal([$"{last}|1|49.00"], await installation.QueryAsync(Days));

        JsonElement run = await installation.JsonAsync(0, "run");

        Assert.Equal((19, 19), (run.Count("rows"), run.Count("objects")));
        Assert.Equal(20, (await installation.QueryAsync(Days)).Length);
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_table_is_copied_as_it_is_and_follows(DatabaseKind kind)
    {
        await using Installation installation = await Installation.CreateAsync(kind);
        await installation.Source.ExecuteAsync(
            "CREATE TABLE sensors (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(40), price DECIMAL(10,2), built DATE)");
        await installation.Source.ExecuteAsync("INSERT INTO sensors VALUES (1, 'Küche, \"Süd\"', -0.05, '2020-02-29'), (2, NULL, NULL, NULL)");
        installation.Table("sensors", """{ "Copy": true }""");

        JsonElement first = await installation.JsonAsync(0, "run");
        JsonElement same = await installation.JsonAsync(0, "run");
        await installation.Source.ExecuteAsync("UPDATE sensors SET name = 'Bad' WHERE id = 2");
        JsonElement changed = await installation.JsonAsync(0, "run", "--unit", "all");

        Assert.Equal((1, 1), (first.Units().Committed, first.Count("objects")));
        Assert.Equal((0, 0), (same.Count("objects"), same.Count("bytes")));
        Assert.Equal(1, changed.Count("objects"));
        Assert.Equal(
            ["1|Küche, \"Süd\"|-0.05|2020-02-29", "2|Bad||"], await installation.QueryAsync("SELECT * FROM sensors ORDER BY id"));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_routine_run_takes_the_last_days_and_says_what_it_leaves(DatabaseKind kind)
    {
        await using Installation installation = await Readings.CreateAsync(kind);
        DateTime yesterday = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-1);
        await installation.Source.ExecuteAsync("DELETE FROM readings");
        await Readings.AddAsync(installation, 30, yesterday.AddDays(-20).AddHours(3));
        await Readings.AddAsync(installation, 31, yesterday.AddDays(-19).AddHours(3));
        await Readings.AddAsync(installation, 50, yesterday.AddHours(3));

        CliResult run = await installation.RunAsync("run");
        JsonElement again = await installation.JsonAsync(0, "run");

        Assert.Equal(0, run.Exit);
        Assert.Matches("^ingest: 1[34] older days of the source are not in the lake; `ingest backfill` brings them.\n$", run.Error);
        Assert.InRange(again.GetProperty("units").Count("outside_lookback"), 13, 14);
        Assert.Equal(0, again.Count("rows"));
        Assert.Equal(
            [yesterday.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + "|1|50.00"], await installation.QueryAsync(Days));
    }
}
