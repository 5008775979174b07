using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>What can go wrong with a lake behind Ingest's back, found and mended.</summary>
public sealed class VerifyTests
{
    private const string Second = "readings/date=20210102/data.parquet";
    private const string Days = "SELECT date, count(*), sum(temperature) FROM readings GROUP BY date ORDER BY date";

    private static readonly string[] Right = ["20210101|4|10.00", "20210102|4|26.00", "20210103|4|42.00"];

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_lake_that_is_right_is_silent_at_every_level(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind);
        Dictionary<string, string> before = installation.LakeFiles();

        foreach (string level in (string[])["counts", "rows", "values"])
        {
            CliResult verified = await installation.RunAsync("verify", "--level", level);

            Assert.Equal((0, ""), (verified.Exit, verified.Error));
            Assert.StartsWith("3 units verified, no differences; ", verified.Out, StringComparison.Ordinal);
        }

        Assert.Equal(before, installation.LakeFiles());
    }

    [Theory]
    [InlineData("deleted", "counts", "is not there")]
    [InlineData("truncated", "counts", "has 100 bytes, and ")]
    [InlineData("end overwritten", "counts", "has no footer that can be read")]
    [InlineData("byte flipped", "rows", "is not the bytes that were written")]
    [InlineData("byte flipped", "values", "is not the bytes that were written")]
    public async Task A_damaged_object_is_found_and_made_again_byte_for_byte(string damage, string level, string wrong)
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        string path = Path.Combine(installation.Lake, Second);
        byte[] written = await File.ReadAllBytesAsync(path);
        switch (damage)
        {
            case "deleted":
                File.Delete(path);
                break;
            case "truncated":
                await File.WriteAllBytesAsync(path, written[..100]);
                break;
            case "end overwritten":
                await File.WriteAllBytesAsync(path, [.. written[..^8], .. new byte[8]]);
                break;
            default:
                await File.WriteAllBytesAsync(path, [.. written[..40], (byte)(written[40] ^ 1), .. written[41..]]);
                break;
        }

        await MendsAsync(installation, level, $"object 20210102 {Second} {wrong}");

        Assert.Equal(written, await File.ReadAllBytesAsync(path));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_row_that_was_added_to_a_closed_day_is_found(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind);
        await Readings.AddAsync(installation, 100, Readings.Day.AddDays(1).AddHours(1));

        await MendsAsync(installation, "counts", "source 20210102 the source has 5 rows of it, 1 more than the lake was made from");

        Assert.Equal(["20210101|4|10.00", "20210102|5|126.00", "20210103|4|42.00"], await installation.QueryAsync(Days));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_row_that_was_changed_in_place_is_found_by_reading_the_rows(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind, updateColumn: false);
        await installation.Source.ExecuteAsync("UPDATE readings SET payload = @0 WHERE id = 6", SingleSample.Of(Readings.Day.AddDays(1), 0));

        Assert.Equal(0, (await installation.RunAsync("verify")).Exit);
        await MendsAsync(installation, "rows", "source 20210102 rows of the source were changed in place after they were read");

        Assert.Equal(["20210101|4|10.00", "20210102|4|20.00", "20210103|4|42.00"], await installation.QueryAsync(Days));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_row_that_was_deleted_is_found_and_followed_only_when_that_is_accepted(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind);
        Dictionary<string, string> before = installation.LakeFiles();
        await installation.Source.ExecuteAsync("DELETE FROM readings WHERE id = 6");

        JsonElement refused = await installation.JsonAsync(3, "verify", "--repair");

        Assert.Equal(["shrunk 20210102 the source has 3 rows of it, 1 fewer than the lake was made from"], Differences(refused));
        Assert.Contains("--accept-shrink", Assert.Single(refused.Reasons()), StringComparison.Ordinal);
        Assert.Equal(before, installation.LakeFiles());
        await MendsAsync(installation, "values", "shrunk 20210102 the source has 3 rows of it, 1 fewer than the lake was made from", "--accept-shrink");
        Assert.Equal(["20210101|4|10.00", "20210102|3|20.00", "20210103|4|42.00"], await installation.QueryAsync(Days));
    }

    [Fact]
    public async Task An_object_that_nobody_owns_is_found_and_made_empty()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        const string Stray = "readings/date=20210102/20210103.parquet";
        Copy(installation, Stray);
        Assert.Equal(["16"], await installation.QueryAsync("SELECT count(*) FROM readings"));

        await MendsAsync(installation, "counts", $"unowned 20210103 {Stray} is in the lake and no record lists it");

        Assert.Equal(Right, await installation.QueryAsync(Days));
    }

    [Fact]
    public async Task An_object_of_a_day_that_nothing_is_known_of_is_made_empty_only_when_that_is_accepted()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        const string Stray = "readings/date=20991231/data.parquet";
        Copy(installation, Stray);

        JsonElement refused = await installation.JsonAsync(3, "verify", "--repair");

        Assert.Contains("holds 4 rows and no record lists it; this unit would leave 0 there", Assert.Single(refused.Reasons()), StringComparison.Ordinal);
        Assert.Contains("`ingest verify --repair --accept-shrink --table readings --unit 20991231`", refused.Reasons()[0], StringComparison.Ordinal);
        await installation.JsonAsync(0, "verify", "--repair", "--accept-shrink", "--table", "readings", "--unit", "20991231");
        Assert.Equal(0, (await installation.RunAsync("verify")).Exit);
        Assert.Equal(Right, await installation.QueryAsync(Days));
    }

    [Theory]
    [InlineData("DELETE FROM readings WHERE id BETWEEN 5 AND 8")]
    [InlineData("DELETE FROM readings WHERE id = 5")]
    public async Task The_last_copy_of_purged_rows_survives_the_loss_of_its_record(string purge)
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        await installation.Source.ExecuteAsync(purge);
        File.Delete(Path.Combine(installation.Lake, "_ingest", "readings", "20210102.json"));

        await installation.JsonAsync(3, "verify", "--repair");
        await installation.JsonAsync(1, "backfill");

        Assert.Equal(Right, await installation.QueryAsync(Days));
    }

    [Fact]
    public async Task A_record_that_was_lost_is_made_again_where_the_source_has_all_rows()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        Dictionary<string, string> before = Lake(installation);
        File.Delete(Path.Combine(installation.Lake, "_ingest", "readings", "20210102.json"));

        JsonElement found = await installation.JsonAsync(3, "verify");
        await installation.JsonAsync(0, "verify", "--repair");

        Assert.Equal(2, found.GetProperty("differences").GetArrayLength());
        Assert.Equal(before.Keys.Order(), Lake(installation).Keys.Order());
        Assert.Equal(0, (await installation.RunAsync("verify", "--level", "values")).Exit);
    }

    [Fact]
    public async Task Late_rows_survive_the_loss_of_their_units_record_and_their_purge()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        await Readings.AddAsync(installation, 50, Readings.Day.AddDays(2).AddHours(1), SingleSample.Of(Readings.Day.AddHours(1), 77));
        await installation.JsonAsync(0, "backfill");
        await installation.Source.ExecuteAsync("DELETE FROM readings WHERE id = 50");
        File.Delete(Path.Combine(installation.Lake, "_ingest", "readings", "20210103.json"));

        await installation.JsonAsync(0, "backfill");
        JsonElement refused = await installation.JsonAsync(3, "verify", "--repair");

        Assert.Contains("readings/date=20210101/20210103.parquet holds 1 rows", Assert.Single(refused.Reasons()), StringComparison.Ordinal);
        Assert.Equal("20210101|5|10.77", (await installation.QueryAsync(Days))[0]);
    }

    [Theory]
    [InlineData(0x1000)]
    [InlineData(0x7fffffff)]
    [InlineData(8)]
    public async Task A_footer_of_a_wrong_length_is_damage(int length)
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        string path = Path.Combine(installation.Lake, Second);
        byte[] written = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, [.. written[..^8], .. BitConverter.GetBytes(length), .. written[^4..]]);

        await MendsAsync(installation, "counts", $"object 20210102 {Second} has no footer that can be read");

        Assert.Equal(written, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task A_lost_record_and_a_damaged_object_are_mended_together()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        string path = Path.Combine(installation.Lake, Second);
        byte[] written = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, [.. written[..^12], .. new byte[4], .. written[^8..]]);
        File.Delete(Path.Combine(installation.Lake, "_ingest", "readings", "20210102.json"));

        await installation.JsonAsync(0, "verify", "--repair");

        Assert.Equal(written, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task A_unit_whose_rejects_were_accepted_is_repaired_with_them()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        installation.Table("readings", Readings.Json.Replace("\"SortBy\"", """
            "Rejects": { "Share": 0, "AtLeast": 0 }, "SortBy"
            """, StringComparison.Ordinal));
        await Readings.AddAsync(installation, 20, Readings.Day.AddHours(1), [1, 2, 3]);
        await installation.JsonAsync(0, "run", "--table", "readings", "--unit", "20210101", "--accept-rejects");
        string path = Path.Combine(installation.Lake, "readings/date=20210101/data.parquet");
        byte[] written = await File.ReadAllBytesAsync(path);
        File.Delete(path);

        await installation.JsonAsync(0, "verify", "--unit", "20210101", "--repair");

        Assert.Equal(written, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task A_lake_that_lost_all_its_records_gets_them_back()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        Directory.Delete(Path.Combine(installation.Lake, "_ingest", "readings"), recursive: true);

        await installation.JsonAsync(3, "verify", "--to", "2021-01-03");
        await installation.JsonAsync(0, "verify", "--repair");

        Assert.Equal(0, (await installation.RunAsync("verify", "--level", "values")).Exit);
        Assert.Equal(Right, await installation.QueryAsync(Days));
    }

    [Fact]
    public async Task A_lake_without_any_record_is_not_right()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        installation.Configuration["Lake"]!["Root"] = "another";

        JsonElement found = await installation.JsonAsync(3, "verify");

        Assert.Contains("has no record of it; check Lake.Root, or bring readings with `ingest backfill`", Assert.Single(Differences(found)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_without_a_beginning_begins_at_the_lakes_first()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        await installation.JsonAsync(0, "backfill", "--from", "2021-01-02");

        JsonElement verified = await installation.JsonAsync(0, "verify", "--to", "2021-01-03");

        Assert.Equal((1, 1), (verified.GetProperty("units").Count("verified"), verified.GetProperty("units").Count("before_first")));
    }

    [Fact]
    public async Task A_unit_that_is_named_is_that_of_the_tables_that_have_such_units()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        await installation.Source.ExecuteAsync("CREATE TABLE sensors (id BIGINT NOT NULL PRIMARY KEY)");
        installation.Table("sensors", """{ "Copy": true }""");

        Assert.Equal(0, (await installation.RunAsync("verify", "--unit", "20210102")).Exit);
        Assert.Equal(0, (await installation.RunAsync("run", "--unit", "all")).Exit);
        Assert.Equal(
            (2, "ingest: no table has units like k000001; there is readings, sensors\n"),
            await installation.RunAsync("run", "--unit", "k000001") is var result ? (result.Exit, result.Error) : default);
    }

    [Fact]
    public async Task Leave_to_shrink_without_a_repair_means_nothing()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);

        CliResult result = await installation.RunAsync("verify", "--accept-shrink");

        Assert.Equal((2, "ingest: --accept-shrink is for a repair; add --repair\n"), (result.Exit, result.Error));
    }

    [Fact]
    public async Task An_object_whose_name_is_none_of_ours_is_found_and_left_to_its_owner()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        string stray = Path.Combine(installation.Lake, "readings", "date=20210102", "backup.parquet");
        File.Copy(Path.Combine(installation.Lake, Second), stray);

        CliResult verified = await installation.RunAsync("verify", "--repair");

        Assert.Equal(3, verified.Exit);
        Assert.StartsWith(
            "readings: readings/date=20210102/backup.parquet lies in the table's folder and is no object of it; move it away by hand\n",
            verified.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(stray));
    }

    [Fact]
    public async Task A_record_without_objects_is_found()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        Edit(installation, "20210102", record => record["objects"] = new JsonArray());

        JsonElement found = await installation.JsonAsync(3, "verify");
        JsonElement mended = await installation.JsonAsync(0, "verify", "--repair");

        Assert.Equal(
            ["unowned 20210102 " + Second + " is in the lake and no record lists it", "object 20210102 its record lists objects with 0 rows, and 4 were made"],
            Differences(found));
        Assert.Equal(1, mended.GetProperty("units").Count("repaired"));
        Assert.Equal(0, (await installation.RunAsync("verify", "--level", "values")).Exit);
    }

    [Fact]
    public async Task A_record_whose_objects_are_all_gone_is_found()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        Directory.Delete(Path.Combine(installation.Lake, "readings"), recursive: true);

        JsonElement found = await installation.JsonAsync(3, "verify");
        await installation.JsonAsync(0, "verify", "--repair");

        Assert.Equal(3, found.GetProperty("differences").GetArrayLength());
        Assert.Equal(Right, await installation.QueryAsync(Days));
    }

    [Fact]
    public async Task Values_that_no_checksum_of_bytes_gives_away_are_found_by_decoding_again()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        byte[] others = await File.ReadAllBytesAsync(Path.Combine(installation.Lake, "readings/date=20210103/data.parquet"));
        await File.WriteAllBytesAsync(Path.Combine(installation.Lake, Second), others);
        Edit(installation, "20210102", record =>
        {
            record["objects"]![0]!["size"] = others.Length;
            record["objects"]![0]!["sha256"] = Convert.ToHexStringLower(SHA256.HashData(others));
        });

        Assert.Equal(0, (await installation.RunAsync("verify", "--level", "rows")).Exit);
        await MendsAsync(installation, "values", $"object 20210102 {Second} holds other values than the source's rows decode to");

        Assert.Equal(Right, await installation.QueryAsync(Days));
    }

    [Fact]
    public async Task A_damaged_record_is_found_and_left_to_a_person()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        string path = Path.Combine(installation.Lake, "_ingest", "readings", "20210102.json");
        await File.WriteAllTextAsync(path, "{ \"state\": \"comm");

        JsonElement found = await installation.JsonAsync(3, "verify", "--repair");

        Assert.StartsWith("damaged 20210102 The record readings/20210102.json in ", Assert.Single(Differences(found)), StringComparison.Ordinal);
        Assert.Equal("{ \"state\": \"comm", await File.ReadAllTextAsync(path));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_purge_of_old_rows_touches_nothing_and_is_said(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind);
        installation.Configuration["Tables"]!["readings"]!["Audit"] = 1.0;
        Assert.Equal(0, (await installation.RunAsync("run")).Exit);
        await installation.Source.ExecuteAsync("DELETE FROM readings WHERE id <= 8");
        Dictionary<string, string> before = Lake(installation);

        CliResult run = await installation.RunAsync("run");
        CliResult backfill = await installation.RunAsync("backfill", "--from", "2021-01-01", "--to", "2021-01-04");
        CliResult repair = await installation.RunAsync("verify", "--repair", "--from", "2021-01-01", "--to", "2021-01-04");

        Assert.Equal((0, 1, 3), (run.Exit, backfill.Exit, repair.Exit));
        Assert.Contains("readings/20210102: the source has 0 rows of it, 4 fewer than the lake was made from; the lake was left alone.\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("the lake was left alone", repair.Error, StringComparison.Ordinal);
        Assert.Equal(before, Lake(installation));
        Assert.Equal(Right, await installation.QueryAsync(Days));
    }

    [Fact]
    public async Task Routine_runs_come_round_to_every_old_unit()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        File.Delete(Path.Combine(installation.Lake, Second));
        List<string> said = [];
        for (int run = 0; run < 3; run++)
        {
            CliResult result = await installation.RunAsync("run");
            Assert.Equal(0, result.Exit);
            said.AddRange(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        Assert.Equal([$"ingest: readings/20210102: {Second} is not there; it is made again."], said);
        Assert.Equal(Right, await installation.QueryAsync(Days));
    }

    [Fact]
    public async Task Only_the_range_that_is_asked_for_is_verified()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        File.Delete(Path.Combine(installation.Lake, Second));

        JsonElement before = await installation.JsonAsync(0, "verify", "--to", "20210102");
        JsonElement one = await installation.JsonAsync(3, "verify", "--unit", "20210102");
        JsonElement from = await installation.JsonAsync(3, "verify", "--from", "2021-01-02");

        Assert.Equal((1, 1, 2), (Verified(before), Verified(one), Verified(from)));

        static long Verified(JsonElement result) => result.GetProperty("units").Count("verified");
    }

    [Fact]
    public async Task A_day_that_nobody_brought_yet_is_no_difference_and_a_gap_is_one()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        await installation.JsonAsync(0, "backfill", "--unit", "20210103");

        CliResult before = await installation.RunAsync("verify");
        await installation.JsonAsync(0, "backfill", "--unit", "20210101");
        JsonElement gap = await installation.JsonAsync(3, "verify");

        Assert.Equal((0, "ingest: 2 units before the lake's first were not looked at; `ingest backfill` brings them.\n"), (before.Exit, before.Error));
        Assert.Equal(["missing 20210102 the source has 4 rows of it, and it is not in the lake"], Differences(gap));
    }

    [Fact]
    public async Task Another_scale_is_a_difference_until_it_is_decoded_again()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        installation.Table("readings", Readings.Json.Replace("\"Scale\": 2", "\"Scale\": 1", StringComparison.Ordinal));

        JsonElement found = await installation.JsonAsync(3, "verify");
        await installation.JsonAsync(0, "verify", "--repair");

        Assert.All(Differences(found), difference => Assert.StartsWith("decoder ", difference, StringComparison.Ordinal));
        Assert.Equal(["20210101|4|100.0", "20210102|4|260.0", "20210103|4|420.0"], await installation.QueryAsync(Days));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_copied_table_is_verified_as_a_whole(DatabaseKind kind)
    {
        await using Installation installation = await Installation.CreateAsync(kind);
        await installation.Source.ExecuteAsync("CREATE TABLE sensors (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(40), price DECIMAL(18,2))");
        await installation.Source.ExecuteAsync("INSERT INTO sensors VALUES (1, 'Küche', -0.05), (2, NULL, NULL)");
        installation.Table("sensors", """{ "Copy": true }""");
        await installation.JsonAsync(0, "run");

        CliResult same = await installation.RunAsync("verify", "--level", "values");
        await installation.Source.ExecuteAsync("UPDATE sensors SET price = 1.50 WHERE id = 2");
        await MendsAsync(installation, "rows", "source all rows of the source were changed in place after they were read");

        Assert.Equal(0, same.Exit);
        Assert.Equal(["1|Küche|-0.05", "2||1.50"], await installation.QueryAsync("SELECT * FROM sensors ORDER BY id"));
    }

    [Fact]
    public async Task A_source_that_is_gone_is_said()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        await installation.Source.ExecuteAsync("DROP TABLE readings");

        CliResult verified = await installation.RunAsync("verify");

        Assert.Equal(2, verified.Exit);
        Assert.Contains("does not exist", verified.Error, StringComparison.Ordinal);
    }

    /// <summary>Found with exit code 3, mended by a repair, and silent afterwards.</summary>
    private static async Task MendsAsync(Installation installation, string level, string difference, params string[] options)
    {
        JsonElement found = await installation.JsonAsync(3, "verify", "--level", level);
        JsonElement mended = await installation.JsonAsync(0, "verify", ["--level", level, "--repair", .. options]);
        CliResult silent = await installation.RunAsync("verify", "--level", level);

        Assert.StartsWith(difference, Assert.Single(Differences(found)), StringComparison.Ordinal);
        Assert.Empty(Differences(mended));
        Assert.Equal(1, mended.GetProperty("units").Count("repaired"));
        Assert.Equal((0, ""), (silent.Exit, silent.Error));
        Assert.Contains(" verified, no differences; ", silent.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(installation.Lake, "_ingest", ".uploads")));
    }

    private static string[] Differences(JsonElement result) =>
    [
        .. result.GetProperty("differences").EnumerateArray()
            .Select(found => $"{found.GetProperty("kind").GetString()} {found.GetProperty("unit").GetString()} {found.GetProperty("reason").GetString()}"),
    ];

    private static async Task<Installation> CreateAsync(DatabaseKind kind, bool updateColumn = true)
    {
        Installation installation = await Readings.CreateAsync(kind);
        if (!updateColumn)
        {
            installation.Table("readings", Readings.Json.Replace("\"UpdateColumn\": \"revision\",", "", StringComparison.Ordinal));
        }

        await installation.JsonAsync(0, "backfill");
        return installation;
    }

    private static void Copy(Installation installation, string key)
    {
        string path = Path.Combine(installation.Lake, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(Path.Combine(installation.Lake, Second), path);
    }

    private static void Edit(Installation installation, string unit, Action<JsonNode> edit)
    {
        string path = Path.Combine(installation.Lake, "_ingest", "readings", $"{unit}.json");
        JsonNode record = JsonNode.Parse(File.ReadAllText(path))!;
        edit(record);
        File.WriteAllText(path, record.ToJsonString());
    }

    /// <summary>Everything but the place that the rolling audit has come to.</summary>
    private static Dictionary<string, string> Lake(Installation installation) => installation.LakeFiles()
        .Where(file => Path.GetFileName(file.Key) != "_audit.json")
        .ToDictionary();
}
