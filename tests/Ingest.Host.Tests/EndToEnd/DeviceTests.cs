using System.Buffers.Binary;
using System.Text.Json;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>A made-up device whose payloads a program decodes, and a layout too: from the database to SQL, the same.</summary>
public sealed class DeviceTests
{
    private static readonly DateTime Day = new(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb, "layout")]
    [InlineData(DatabaseKind.Sqlite, "layout")]
    [InlineData(DatabaseKind.MariaDb, "process")]
    [InlineData(DatabaseKind.Sqlite, "process")]
    public async Task Its_payloads_answer_sql(DatabaseKind kind, string codec)
    {
        await using Installation installation = await CreateAsync(kind, codec);

        JsonElement result = await installation.JsonAsync(0, "backfill");

        Assert.Equal((2, 2, 0, 0, 0), result.Units());
        Assert.Equal((301, 600, 1), (result.Count("rows"), result.Count("samples"), result.Count("rejected")));
        Assert.Equal(
            ["off|300|0.00|2.99|44850", "on|299|10.01|12.99|44850", "unknown|1|||0"],
            await installation.QueryAsync(
                "SELECT state, count(*), min(temperature)::VARCHAR, max(temperature)::VARCHAR, CAST(sum(id) AS BIGINT) FROM device GROUP BY state ORDER BY state"));
        Assert.Equal(["2021-01-01 00:00:00+00|2021-01-02 04:59:59+00"], await installation.QueryAsync("SELECT min(time)::VARCHAR, max(time)::VARCHAR FROM device"));
        Assert.Equal(["300|3 bytes"], await installation.QueryAsync("SELECT key, regexp_extract(reason, '3 bytes') FROM device_rejects"));
    }

    [SkippableFact]
    public async Task Both_ways_to_decode_are_the_same_and_a_third_is_shown_to_be_another()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite, "process");
        string layout = Path.Combine(installation.Folder, "decode.layout.json");

        JsonElement same = await installation.JsonAsync(0, "codec", "diff", "configured", layout);
        Assert.Equal((301, 600, 1, 0), (same.Count("rows"), same.Count("samples"), same.Count("rejected"), same.Count("differences")));

        string wrong = Path.Combine(installation.Folder, "wrong.json");
        await File.WriteAllTextAsync(wrong, (await File.ReadAllTextAsync(layout)).Replace("u8 /2", "i8 /2", StringComparison.Ordinal));
        CliResult differs = await installation.RunAsync("codec", "diff", layout, wrong, "--show", "1");
        Assert.Equal(3, differs.Exit);
        Assert.EndsWith(
            """
            key  sample  what      A   B
            ---  ------  --------  --  ---
            150       0  humidity  75  -53
            301 rows, 600 samples, 1 rejected by both, 128 differences

            """.ReplaceLineEndings("\n"),
            differs.Out,
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_layout_is_compared_in_the_envelopes_and_the_shape_of_its_table()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite, "layout");
        await installation.Source.ExecuteAsync("UPDATE device SET payload = CAST(hex(payload) AS BLOB)");
        installation.Table("device", """
            {
              "Time": { "Column": "received_at" }, "Columns": ["id"],
              "Payload": { "Column": "payload", "Codec": "layout", "Layout": "numbers.json", "Envelopes": ["hex"], "Shape": "long", "Value": "decimal(18,2)" }
            }
            """);
        string layout = Path.Combine(installation.Folder, "numbers.json");
        await File.WriteAllTextAsync(layout, """
            { "Endian": "big", "Fields": { "records": { "Repeat": "end", "Fields": { "time": "u32 s", "temperature": "i16 /100 Cel", "humidity": "u8 /2 %", "_": "u8" } } } }
            """);

        JsonElement same = await installation.JsonAsync(0, "codec", "diff", "configured", layout);

        Assert.Equal((301, 1_200, 1, 0), (same.Count("rows"), same.Count("samples"), same.Count("rejected"), same.Count("differences")));
    }

    [SkippableFact]
    public async Task Paths_in_a_file_that_is_compared_lead_from_its_own_folder()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite, "layout");
        string folder = Directory.CreateDirectory(Path.Combine(installation.Folder, "other")).FullName;
        File.Move(Path.Combine(installation.Folder, "decode.layout.json"), Path.Combine(folder, "moved.json"));
        File.Copy(Path.Combine(folder, "moved.json"), Path.Combine(installation.Folder, "decode.layout.json"));
        string payload = Path.Combine(folder, "payload.json");
        await File.WriteAllTextAsync(payload, """{ "Codec": "layout", "Layout": "moved.json" }""");
        string versions = Path.Combine(folder, "versions.json");
        await File.WriteAllTextAsync(versions, """{ "Versions": { "Offset": 0, "Codecs": { "95": { "Codec": "layout", "Layout": "moved.json" } } } }""");

        foreach (string file in new[] { payload, versions })
        {
            JsonElement same = await installation.JsonAsync(0, "codec", "diff", "configured", file);

            Assert.Equal((301, 0), (same.Count("rows"), same.Count("differences")));
        }
    }

    [SkippableFact]
    public async Task A_program_whose_files_nobody_knows_is_told_by_the_doctor_and_by_runs()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite, "process");
        var process = installation.Configuration["Tables"]!["device"]!["Payload"]!["Process"]!.AsObject();
        process["Command"] = new System.Text.Json.Nodes.JsonArray("python3", "-m", "decode");
        const string warning = "Tables:device:Payload:Process: no file of the program is known, so that units are not run again when it changes; name what it is made of in Process.Files";

        CliResult doctor = await installation.RunAsync("doctor");
        CliResult run = await installation.RunAsync("backfill");
        process["Files"] = new System.Text.Json.Nodes.JsonArray("decode.py");
        CliResult named = await installation.RunAsync("run", "--dry-run");

        Assert.Contains($"know     table device, codec: {warning}\n", doctor.Out, StringComparison.Ordinal);
        Assert.Equal(0, run.Exit);
        Assert.Contains($"ingest: {warning}.\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(warning, named.Error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_row_is_decoded_by_its_key_and_many_are_surveyed(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind, "layout");

        CliResult row = await installation.RunAsync("decode", "--key", "7");
        Assert.Equal(
            (0, """
            time                  temperature  humidity  state
            --------------------  -----------  --------  -----
            2021-01-01T00:07:00Z         0.07       3.5  off
            2021-01-01T00:07:59Z        10.07       0.0  on

            """.ReplaceLineEndings("\n")),
            (row.Exit, row.Out));

        CliResult survey = await installation.RunAsync("decode", "--sample", "1000");
        Assert.Equal(1, survey.Exit);
        Assert.Contains("temperature  decimal(9,2)", survey.Out, StringComparison.Ordinal);
        Assert.Contains("301 rows, 600 samples, 1 rejected\n1 × 3 bytes are left for records of 8 bytes each, 0 come after them, as in the row 300:", survey.Out, StringComparison.Ordinal);

        CliResult none = await installation.RunAsync("decode", "--key", "4711");
        Assert.Equal((2, "ingest: 'device' has no row with the key 4711\n"), (none.Exit, none.Error));
        CliResult wrong = await installation.RunAsync("decode", "--key", "1,2");
        Assert.Equal((2, "ingest: The key of 'device' is (id): expected 1 value, not 2.\n"), (wrong.Exit, wrong.Error));
    }

    [SkippableFact]
    public async Task Payloads_whose_samples_are_known_are_compared_with_them()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite, "layout");
        string file = Path.Combine(installation.Folder, "golden.json");
        await File.WriteAllTextAsync(file, """
            [
              { "name": "one", "payload": "5fee6600 0866 61 01", "samples": [["2021-01-01T00:00:00Z", 21.5, 48.5, "on"]] },
              { "name": "cut", "payload": "5fee66", "error": "3 bytes are left" },
            ]
            """);
        Assert.Equal((0, "2 vectors, 0 failed\n"), Ended(await installation.RunAsync("codec", "test", file)));

        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("21.5", "21.4", StringComparison.Ordinal));
        CliResult failed = await installation.RunAsync("codec", "test", file);
        Assert.Equal((3, "2 vectors, 1 failed\n"), Ended(failed));
        Assert.Equal("ingest: one: sample 0, temperature: 21.50, expected 21.4\n", failed.Error);
    }

    [SkippableFact]
    public async Task A_layout_that_is_none_is_told_before_anything_is_read()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite, "layout");
        string layout = Path.Combine(installation.Folder, "decode.layout.json");
        await File.WriteAllTextAsync(layout, (await File.ReadAllTextAsync(layout)).Replace("u8 /2", "u9 /2", StringComparison.Ordinal));

        CliResult refused = await installation.RunAsync("backfill");

        Assert.Equal(
            (2, "ingest: Tables:device:Payload:Layout: decode.layout.json, line 10, records.humidity: unknown type 'u9', did you mean u8?\n"),
            (refused.Exit, refused.Error));
    }

    private static (int Exit, string Out) Ended(CliResult result) => (result.Exit, result.Out);

    private static async Task<Installation> CreateAsync(DatabaseKind kind, string codec)
    {
        Skip.If(codec == "process" && !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "python3"))), "python3 is not installed");
        Installation installation = await Installation.CreateAsync(kind);
        foreach (string file in new[] { "decode.py", "decode.layout.json" })
        {
            File.Copy(Repository.Folder($"docs/examples/{file}"), Path.Combine(installation.Folder, file));
        }

        string decoding = codec == "layout"
            ? """ "Codec": "layout", "Layout": "decode.layout.json" """
            : """
              "Codec": "process", "Process": { "Command": ["python3", "decode.py"] },
              "Channels": [{ "Name": "temperature", "Scale": 2 }, { "Name": "humidity", "Scale": 1 }, { "Name": "state", "Type": "text" }]
              """;
        installation.Table("device", $$"""
            {
              "Time": { "Column": "received_at" }, "Columns": ["id"], "SortBy": ["time"],
              "Payload": { "Column": "payload", {{decoding}} }
            }
            """);
        await installation.Source.ExecuteAsync("CREATE TABLE device (id BIGINT NOT NULL PRIMARY KEY, received_at DATETIME NOT NULL, payload BLOB NOT NULL)");
        for (int id = 0; id <= 300; id++)
        {
            DateTime time = Day.AddMinutes(id < 150 ? id : 1_440 + id);
            byte[] payload = id == 300 ? [1, 2, 3] : [.. Record(time, (short)id, (byte)id, 0), .. Record(time.AddSeconds(59), (short)(id == 0 ? -32_768 : 1_000 + id), 0, (byte)(id == 0 ? 9 : 1))];
            await installation.Source.ExecuteAsync("INSERT INTO device VALUES (@0, @1, @2)", id, time.ToString("yyyy-MM-dd HH:mm:ss", null), payload);
        }

        return installation;
    }

    private static byte[] Record(DateTime time, short temperature, byte humidity, byte state)
    {
        byte[] record = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(record, (uint)(time - DateTime.UnixEpoch).TotalSeconds);
        BinaryPrimitives.WriteInt16BigEndian(record.AsSpan(4), temperature);
        (record[6], record[7]) = (humidity, state);
        return record;
    }
}
