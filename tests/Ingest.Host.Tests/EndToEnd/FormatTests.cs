using System.IO.Compression;
using System.Text.Json;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>Every codec from a database to SQL. The payloads come from the pages of the formats and from the specifications.</summary>
public sealed class FormatTests
{
    private static readonly DateTime Noon = new(2021, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>Name, what stands under Payload, the payload, and the table as text.</summary>
    public static TheoryData<string, string, string, string> Formats => new()
    {
        {
            "json",
            """ "Codec": "json", "Samples": "readings", "Time": { "Path": "ts", "As": "s" }, "Channels": [{ "Name": "temperature", "Path": "temp", "Scale": 2 }, { "Name": "station", "Path": "$.station", "Type": "text" }] """,
            Text("""{"station":"north","readings":[{"ts":1609459200,"temp":21.5},{"ts":1609459260,"temp":null}]}"""),
            "2021-01-01 00:00:00|21.50|north/2021-01-01 00:01:00||north"
        },
        {
            "cbor",
            """ "Codec": "cbor", "Samples": "readings", "Time": { "Path": "ts", "As": "s" }, "Channels": [{ "Name": "temperature", "Path": "temp", "Scale": 2 }, { "Name": "station", "Path": "$.station", "Type": "text" }] """,
            "a26773746174696f6e656e6f7274686872656164696e677382a36274731a5fee66006474656d70fa41ac000065706f776572a16176fb400dae147ae147aea26274731a5fee663c6474656d70f6",
            "2021-01-01 00:00:00|21.50|north/2021-01-01 00:01:00||north"
        },
        {
            "messagepack",
            """ "Codec": "messagepack", "Samples": "readings", "Time": { "Path": "ts", "As": "s" }, "Channels": [{ "Name": "temperature", "Path": "temp", "Scale": 2 }, { "Name": "station", "Path": "$.station", "Type": "text" }] """,
            "82a773746174696f6ea56e6f727468a872656164696e67739283a27473ce5fee6600a474656d70cb4035800000000000a5706f77657281a176cb400dae147ae147ae82a27473ce5fee663ca474656d70c0",
            "2021-01-01 00:00:00|21.50|north/2021-01-01 00:01:00||north"
        },
        {
            "senml-json",
            """ "Codec": "senml-json", "Channels": [{ "Name": "temperature", "Record": "urn:dev:ow:10e2073a01080063", "Scale": 1 }] """,
            Text("""[{"n":"urn:dev:ow:10e2073a01080063","u":"Cel","v":23.1}]"""),
            "2021-01-01 12:00:00|23.1"
        },
        {
            "senml-json, long",
            """ "Codec": "senml-json", "Shape": "long", "Value": "decimal(18,1)" """,
            Text("""[{"n":"urn:dev:ow:10e2073a01080063","u":"Cel","v":23.1}]"""),
            "2021-01-01 12:00:00|urn:dev:ow:10e2073a01080063|Cel|23.1|||"
        },
        {
            "senml-cbor",
            """ "Codec": "senml-cbor", "Channels": [{ "Name": "voltage", "Record": "voltage", "Type": "double" }] """,
            "81a3006776 6f6c7461676501615602f95e00".Replace(" ", "", StringComparison.Ordinal),
            "2021-01-01 12:00:00|384"
        },
        {
            "cayenne-lpp",
            """ "Codec": "cayenne-lpp", "Channels": [{ "Name": "one", "Scale": 1, "Lpp": { "Number": 3, "Type": "temperature" } }, { "Name": "two", "Scale": 1, "Lpp": { "Number": 5, "Type": "temperature" } }] """,
            "03670110056700ff",
            "2021-01-01 12:00:00|27.2|25.5"
        },
        {
            "envelopes",
            """ "Codec": "json", "Envelopes": ["hex", "gzip"], "Channels": [{ "Name": "x" }] """,
            Text(Convert.ToHexString(Gzip("""{"x":7}"""))),
            "2021-01-01 12:00:00|7"
        },
        {
            "long shape",
            """ "Codec": "json", "Shape": "long", "Value": "decimal(18,1)", "Channels": [{ "Name": "a", "Scale": 1 }, { "Name": "b" }, { "Name": "c" }] """,
            Text("""{"a":1.5,"c":3}"""),
            "2021-01-01 12:00:00|a|1.5/2021-01-01 12:00:00|c|3.0"
        },
    };

    [SkippableTheory]
    [MemberData(nameof(Formats))]
    public async Task A_payload_of_each_format_answers_sql(string name, string payload, string hex, string expected)
    {
        await using Installation installation = await CreateAsync(payload);
        await installation.Source.ExecuteAsync("INSERT INTO device VALUES (1, @0, 0, @1)", Noon.ToString("yyyy-MM-dd HH:mm:ss", null), Convert.FromHexString(hex));

        JsonElement result = await installation.JsonAsync(0, "backfill");

        Assert.True(result.Count("rejected") == 0, name);
        string[] rows = await installation.QueryAsync("SELECT time::TIMESTAMP::VARCHAR AS time, * EXCLUDE (time, date) FROM device");
        Assert.Equal(expected.Split('/'), rows);
    }

    [SkippableFact]
    public async Task A_message_of_protocol_buffers_answers_sql()
    {
        await using Installation installation = await CreateAsync(
            """
            "Codec": "protobuf", "Protobuf": { "Descriptors": "telemetry.pb", "Message": "telemetry.Reading" },
            "Time": { "Path": "seconds", "As": "s" }, "Channels": [{ "Name": "temperature", "Path": "celsius", "Scale": 1 }]
            """);

        // A FileDescriptorSet with: message Reading { int64 seconds = 1; double celsius = 2; } in the package telemetry, proto3.
        await File.WriteAllBytesAsync(Path.Combine(installation.Folder, "telemetry.pb"), Convert.FromHexString(
            "0a510a0f74656c656d657472792e70726f746f120974656c656d65747279222b0a0752656164696e67120f0a077365636f6e"
            + "6473180120012803120f0a0763656c73697573180220012801620670726f746f33"));
        await installation.Source.ExecuteAsync("INSERT INTO device VALUES (1, @0, 0, @1)", Noon.ToString("yyyy-MM-dd HH:mm:ss", null), Convert.FromHexString("0880ccb9ff05110000000000803540"));

        await installation.JsonAsync(0, "backfill");

        Assert.Equal(["2021-01-01 00:00:00|21.5"], await installation.QueryAsync("SELECT time::TIMESTAMP::VARCHAR, temperature::VARCHAR FROM device"));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb, "")]
    [InlineData(DatabaseKind.Sqlite, "")]
    [InlineData(DatabaseKind.MariaDb, "\"Column\": \"format\",")]
    [InlineData(DatabaseKind.Sqlite, "\"Column\": \"format\",")]
    public async Task A_format_that_changed_twice_keeps_one_table_and_an_unknown_version_is_rejected(DatabaseKind kind, string column)
    {
        await using Installation installation = await CreateAsync(
            $$"""
            "Versions": {
              {{column}}
              "Codecs": {
                "1": { "Codec": "layout", "Layout": "one.json" },
                "2": { "Codec": "layout", "Layout": "two.json" },
                "3": { "Codec": "layout", "Layout": "three.json" }
              }
            }
            """,
            kind);
        foreach ((string file, string fields) in new[]
        {
            ("one.json", """ "_v": "u8 = 1", "temperature": "i16le /100 Cel" """),
            ("two.json", """ "_v": "u8 = 2", "temperature": "i16be /100 Cel", "humidity": "u8 %" """),
            ("three.json", """ "_v": "u8 = 3", "humidity": "u8 %", "temperature": "i32be /100 Cel decimal(9,2)", "note": "text(end)" """),
        })
        {
            await File.WriteAllTextAsync(Path.Combine(installation.Folder, file), $$"""{ "Fields": { {{fields}} } }""");
        }

        string[] payloads = ["016608", "02086630", "0331000008676f6b", "04ff"];
        for (int i = 0; i < payloads.Length; i++)
        {
            await installation.Source.ExecuteAsync(
                "INSERT INTO device VALUES (@0, @1, @2, @3)", i + 1, Noon.AddMinutes(i).ToString("yyyy-MM-dd HH:mm:ss", null), i + 1, Convert.FromHexString(payloads[i]));
        }

        JsonElement result = await installation.JsonAsync(0, "backfill");

        Assert.Equal((4, 3, 1), (result.Count("rows"), result.Count("samples"), result.Count("rejected")));
        Assert.Equal(
            ["21.50||", "21.50|48|", "21.51|49|ok"],
            await installation.QueryAsync("SELECT temperature::VARCHAR, humidity, note FROM device ORDER BY time"));
        Assert.Equal(
            [column.Length == 0 ? "4|version is 4, expected 1, 2 or 3|0" : "4|the row's format is '4', expected one of 1, 2, 3|"],
            await installation.QueryAsync("SELECT key, reason, payload_offset FROM device_rejects"));
    }

    [SkippableFact]
    public async Task A_version_that_a_source_column_says_is_believed_by_everyone_who_looks_at_rows()
    {
        await using Installation installation = await CreateAsync(
            """ "Versions": { "Column": "format", "Codecs": { "7": { "Codec": "layout", "Layout": "own.json" } } } """, DatabaseKind.Sqlite);
        await File.WriteAllTextAsync(Path.Combine(installation.Folder, "own.json"), """{ "Fields": { "time": "u32 s", "x": "u8" } }""");
        await installation.Source.ExecuteAsync("INSERT INTO device VALUES (1, @0, 7, @1)", Noon.ToString("yyyy-MM-dd HH:mm:ss", null), Convert.FromHexString("c00eef5f07"));

        CliResult row = await installation.RunAsync("decode", "--key", "1");
        CliResult doctor = await installation.RunAsync("doctor");

        Assert.Contains("2021-01-01T12:00:00Z  7", row.Out, StringComparison.Ordinal);
        Assert.Contains("codec: 1 row of 20210101 decodes to 1 sample", doctor.Out, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Two_ways_that_need_other_things_of_a_row_are_compared_on_the_same_rows()
    {
        await using Installation installation = await CreateAsync(
            """ "Versions": { "Column": "format", "Codecs": { "1": { "Codec": "layout", "Layout": "own.json" } } } """, DatabaseKind.Sqlite);
        await File.WriteAllTextAsync(Path.Combine(installation.Folder, "own.json"), """{ "Fields": { "time": "u32 s", "x": "u8" } }""");
        string other = Path.Combine(installation.Folder, "other.json");
        await File.WriteAllTextAsync(other, """{ "Fields": { "_": "skip(4)", "time": { "Step": "1 s" }, "x": "u8" } }""");
        await installation.Source.ExecuteAsync("INSERT INTO device VALUES (1, @0, 1, @1)", Noon.ToString("yyyy-MM-dd HH:mm:ss", null), Convert.FromHexString("c00eef5f07"));

        foreach ((string one, string two) in new[] { ("configured", other), (other, "configured") })
        {
            JsonElement result = await installation.JsonAsync(0, "codec", "diff", one, two);

            Assert.Equal((1, 1, 0, 0), (result.Count("rows"), result.Count("samples"), result.Count("rejected"), result.Count("differences")));
        }
    }

    [SkippableFact]
    public async Task A_survey_rejects_what_a_run_rejects_and_counts_reasons_without_end()
    {
        await using Installation installation = await CreateAsync(
            """ "Codec": "json", "Time": { "Path": "t", "As": "s" }, "Channels": [{ "Name": "x" }] """, DatabaseKind.Sqlite);
        for (int i = 0; i < 1_200; i++)
        {
            await installation.Source.ExecuteAsync(
                "INSERT INTO device VALUES (@0, @1, 0, @2)", i, (i == 0 ? new DateTime(9998, 12, 31) : Noon).ToString("yyyy-MM-dd HH:mm:ss", null), Convert.FromHexString(Text($$"""{"t":{{i}},"x":1}""")));
        }

        JsonElement survey = await installation.JsonAsync(1, "decode", "--sample", "2000");
        CliResult shown = await installation.RunAsync("decode", "--sample", "2000");

        Assert.Equal((1_199, 1_199), (survey.Count("source_rows"), survey.Count("rejected")));
        Assert.Contains("1 × event time 1970-01-01T00:00:01.000000Z is before 2000-01-01, as in the row 1:", shown.Out, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_program_that_is_not_there_is_told_in_a_sentence()
    {
        await using Installation installation = await CreateAsync(
            """ "Codec": "process", "Process": { "Command": ["no-such-program"] }, "Channels": [{ "Name": "x" }] """, DatabaseKind.Sqlite);

        CliResult result = await installation.RunAsync("decode", "00");

        Assert.Equal(2, result.Exit);
        Assert.StartsWith("ingest: The program no-such-program, which decodes payloads, cannot be started: ", result.Error, StringComparison.Ordinal);
    }

    private static string Text(string text) => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text));

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static async Task<Installation> CreateAsync(string payload, DatabaseKind kind = DatabaseKind.MariaDb)
    {
        Installation installation = await Installation.CreateAsync(kind);
        installation.Table("device", $$"""
            { "Time": { "Column": "received_at" }, "SortBy": ["time"], "Payload": { "Column": "payload", {{payload}} } }
            """);
        await installation.Source.ExecuteAsync(
            "CREATE TABLE device (id BIGINT NOT NULL PRIMARY KEY, received_at DATETIME NOT NULL, format INT NOT NULL, payload BLOB NOT NULL)");
        return installation;
    }
}
