using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>A day of 10,000 payloads of which two in a hundred are damaged, and days that are decoded in the wrong way.</summary>
public sealed class DamageTests
{
    private const int Seed = 20210101;
    private const int Rows = 10_000;
    private const int Damaged = Rows / 50;
    private const string Rejects = "readings_rejects/date=20210101/data.parquet";

    private const string BothChannels = """{ "Name": "temperature", "Scale": 1 }, { "Name": "humidity" }""";
    private const string OneChannel = """{ "Name": "temperature", "Scale": 1 }""";
    private const string NarrowChannel = """{ "Name": "temperature", "Scale": 1, "Precision": 3 }, { "Name": "humidity" }""";

    private const string Sums = "SELECT count(*), sum(temperature), sum(humidity) FROM readings WHERE date = '20210101'";

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Under_the_default_budget_the_day_fails_and_nothing_of_it_is_visible(DatabaseKind kind)
    {
        await using Installation installation = await InstallAsync(kind, Corpus.Make(Seed, Rows, Damaged), BothChannels);

        JsonElement result = await installation.JsonAsync(1, "backfill");

        Assert.Equal((1, 0, 0, 1, 0), result.Units());
        Assert.StartsWith(
            "readings/20210101: more than 100 source rows could not be decoded", Assert.Single(result.Reasons()), StringComparison.Ordinal);
        Assert.Equal(["_ingest/readings/_columns.json", "_ingest/readings/_table.json"], installation.LakeFiles().Keys.Order(StringComparer.Ordinal));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Under_a_larger_budget_rejects_are_exact_to_the_row(DatabaseKind kind)
    {
        Corpus corpus = Corpus.Make(Seed, Rows, Damaged);
        await using Installation installation = await InstallAsync(kind, corpus, BothChannels, share: "0.05");

        JsonElement result = await installation.JsonAsync(0, "backfill");

        CorpusRow[] whole = [.. corpus.Rows.Where(row => !row.Damaged)];
        Assert.Equal(
            (Rows, Damaged, whole.Sum(row => row.Samples)), (result.Count("rows"), result.Count("rejected"), result.Count("samples")));
        Assert.Equal(
            corpus.Damaged.Select(row => $"{row.Id}|20210101|{Convert.ToBase64String(row.Payload)}|true|true"),
            await installation.QueryAsync(
                "SELECT key, date, to_base64(payload), reason <> '', payload_offset BETWEEN 0 AND octet_length(payload) "
                + "FROM readings_rejects ORDER BY CAST(key AS BIGINT)"));
        Assert.Equal([SumsOf(whole)], await installation.QueryAsync(Sums));
    }

    [SkippableFact]
    public async Task Each_reject_says_what_the_formats_reference_says()
    {
        string? python = OnPath("python3");
        Skip.If(python is null, "needs python3 on PATH");
        Corpus corpus = Corpus.Make(Seed, Rows, Damaged);
        await using Installation installation = await InstallAsync(DatabaseKind.Sqlite, corpus, BothChannels, share: "0.05");

        string[] reference = await ReferenceAsync(python, corpus);
        await installation.JsonAsync(0, "backfill");

        Assert.Equal(Damaged, reference.Length);
        Assert.Equal(
            reference,
            await installation.QueryAsync("SELECT key, payload_offset, reason FROM readings_rejects ORDER BY CAST(key AS BIGINT)"));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb, NarrowChannel, 60)]
    [InlineData(DatabaseKind.Sqlite, NarrowChannel, 60)]
    [InlineData(DatabaseKind.MariaDb, OneChannel, 2_000)]
    [InlineData(DatabaseKind.Sqlite, OneChannel, 2_000)]
    public async Task Mending_the_channels_empties_the_rejects_and_completes_the_day(DatabaseKind kind, string wrong, int rejected)
    {
        Corpus corpus = Corpus.Make(Seed, rows: 2_000, damaged: 0, large: 60);
        await using Installation installation = await InstallAsync(kind, corpus, wrong, share: "1");
        JsonElement before = await installation.JsonAsync(0, "backfill");
        string[] kept = await installation.QueryAsync("SELECT count(*), count(DISTINCT key) FROM readings_rejects");

        installation.Table("readings", Table(BothChannels, "1"));
        JsonElement mended = await installation.JsonAsync(0, "run", "--table", "readings");
        JsonElement again = await installation.JsonAsync(0, "run", "--table", "readings");

        Assert.Equal((2_000, rejected), (before.Count("rows"), before.Count("rejected")));
        Assert.Equal([$"{rejected}|{rejected}"], kept);
        Assert.Equal((1, 2_000, 0), (mended.Units().Committed - EmptyDays(mended), mended.Count("rows"), mended.Count("rejected")));
        Assert.Equal((0, 0), (again.Count("rows"), again.Count("objects")));
        Assert.Contains(Rejects, installation.Objects());
        Assert.Equal(["0"], await installation.QueryAsync("SELECT count(*) FROM readings_rejects"));
        Assert.Equal([SumsOf(corpus.Rows)], await installation.QueryAsync(Sums));
    }

    /// <summary>A routine run also records the days of its lookback, which have no rows.</summary>
    private static long EmptyDays(JsonElement run) => run.Units().Planned - 1;

    private static async Task<Installation> InstallAsync(DatabaseKind kind, Corpus corpus, string channels, string? share = null)
    {
        Installation installation = await Installation.CreateAsync(kind);
        try
        {
            installation.Table("readings", Table(channels, share));
            await corpus.InsertAsync(installation);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    private static string Table(string channels, string? share) => $$"""
        {
          "Time": { "Column": "received_at" }, "Columns": ["sensor_id"], "UpdateColumn": "revision",
          "Payload": { "Column": "payload", "Codec": "sensorpack", "Channels": [ {{channels}} ] },
          {{(share is null ? "" : $$""" "Rejects": { "Share": {{share}} }, """)}}
          "SortBy": ["sensor_id", "time"]
        }
        """;

    /// <summary>What <see cref="Sums"/> answers.</summary>
    private static string SumsOf(IReadOnlyCollection<CorpusRow> rows)
    {
        long samples = 0;
        long tenths = 0;
        long humidity = 0;
        foreach (CorpusRow row in rows)
        {
            samples += row.Samples;
            foreach (long value in row.Channel(0))
            {
                tenths += value;
            }

            foreach (long value in row.Channel(1))
            {
                humidity += value;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{samples}|{tenths / 10m:0.0}|{humidity}");
    }

    /// <summary>Key, offset and reason of each payload that the reference in Python refuses.</summary>
    private static async Task<string[]> ReferenceAsync(string python, Corpus corpus)
    {
        const string script = """
            import sys
            sys.path.insert(0, sys.argv[1])
            import sensorpack
            channels = [sensorpack.Channel("temperature"), sensorpack.Channel("humidity")]
            for line in sys.stdin:
                key, _, payload = line.rstrip("\n").partition(" ")
                try:
                    sensorpack.decode(bytes.fromhex(payload), channels)
                except sensorpack.Malformed as fault:
                    print(f"{key}|{fault.offset}|{fault.reason}")
            """;
        var start = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        start.ArgumentList.Add(Repository.Folder("tests/Codec.Tests/SensorPack"));
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> answer = process.StandardOutput.ReadToEndAsync();
        foreach (CorpusRow row in corpus.Rows)
        {
            await process.StandardInput.WriteAsync($"{row.Id} {Convert.ToHexStringLower(row.Payload)}\n");
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return (await answer).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
