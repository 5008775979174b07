using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>Which columns are copied, under which names, and which are hashed.</summary>
public sealed class SelectionTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Columns_are_left_out_and_renamed(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind);
        installation.Table("people", """{ "Copy": true, "Exclude": ["EMAIL", "card"], "Rename": { "Full Name": "name" } }""");

        await installation.JsonAsync(0, "run");

        Assert.Equal(["id", "name"], await ColumnsAsync(installation));
        Assert.Equal(["1|Ada", "2|Ben", "3|"], await installation.QueryAsync("SELECT * FROM people ORDER BY id"));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Personal_data_is_in_the_lake_as_a_keyed_hash_only(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind);
        installation.Environment["HASH_KEY"] = Key;
        installation.Table("people", """{ "Copy": true, "Hash": { "Columns": ["email", "card"], "KeyEnv": "HASH_KEY" } }""");

        await installation.JsonAsync(0, "run");
        CliResult verified = await installation.RunAsync("verify", "--level", "values");

        Assert.Equal(0, verified.Exit);
        Assert.Equal(
            [$"1|{Hash("ada@example.org")}|{Hash("4000")}", $"2|{Hash("ben@example.org")}|{Hash("4000")}", "3||"],
            await installation.QueryAsync("SELECT id, email, card FROM people ORDER BY id"));
        Assert.DoesNotContain(
            installation.LakeFiles().Values,
            content => Encoding.Latin1.GetString(Convert.FromBase64String(content.Split(' ')[1])).Contains("example.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_another_key_everything_is_read_again()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        installation.Environment["HASH_KEY"] = Key;
        installation.Table("people", """{ "Copy": true, "UpdateColumn": "id", "Hash": { "Columns": ["email"], "KeyEnv": "HASH_KEY" } }""");
        await installation.JsonAsync(0, "run");
        JsonElement same = await installation.JsonAsync(0, "run");
        string[] before = await installation.QueryAsync("SELECT email FROM people WHERE id = 1");
        string file = Path.Combine(installation.Folder, "key");
        await File.WriteAllTextAsync(file, "another key, long enough\n");
        installation.Table("people", """{ "Copy": true, "UpdateColumn": "id", "Hash": { "Columns": ["email"], "KeyFile": "key" } }""");

        JsonElement changed = await installation.JsonAsync(0, "run");

        Assert.Equal((0, 1), (same.Units().Committed, changed.Units().Committed));
        Assert.NotEqual(before, await installation.QueryAsync("SELECT email FROM people WHERE id = 1"));
    }

    [Theory]
    [InlineData(""" "Exclude": ["emial"] """, "The table 'people' has no column 'emial', which Exclude of 'people' names; it has id, Full Name, email, card.")]
    [InlineData(""" "Rename": { "nobody": "a" } """, "The table 'people' has no column 'nobody', which Rename of 'people' names; it has id, Full Name, email, card.")]
    [InlineData(""" "Rename": { "email": "card" } """, "The column 'card' of 'people' would be 'card' in the lake, which is the column 'email': leave one of them out with Exclude, or give it another name with Rename.")]
    [InlineData(""" "Hash": { "Columns": ["id"], "KeyEnv": "HASH_KEY" } """, "The column 'id' of 'people' cannot be hashed: records in the lake keep the lowest and the highest value of the key and of the update column as they are. Name another unique index as Key.")]
    [InlineData(""" "Hash": { "Columns": ["email"], "KeyEnv": "HASH_KEY" }, "Exclude": ["email"] """, "The column 'email' of 'people' is to be hashed and is not copied: name it in Columns, or leave it out of Hash.Columns.")]
    [InlineData(""" "Hash": { "Columns": ["email"], "KeyEnv": "NO_KEY" } """, "Tables:people:Hash:KeyEnv: the environment variable NO_KEY is not set")]
    [InlineData(""" "Hash": { "Columns": ["email"], "KeyEnv": "SHORT_KEY" } """, "Tables:people:Hash:KeyEnv: the key has 5 bytes; with fewer than 16 it can be guessed: `openssl rand -hex 32` makes one")]
    [InlineData(""" "Hash": { "Columns": ["email"] } """, "Tables:people:Hash: say where the secret key is with one of KeyEnv and KeyFile")]
    [InlineData(""" "Columns": ["id"], "Exclude": ["email"] """, "Tables:people:Exclude: means nothing beside Columns, which says what is copied; leave one of them out")]
    public async Task What_cannot_be_is_told(string keys, string sentence)
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        installation.Environment["HASH_KEY"] = Key;
        installation.Environment["SHORT_KEY"] = "short";
        installation.Table("people", $$"""{ "Copy": true, {{keys}} }""");

        CliResult run = await installation.RunAsync("run");

        Assert.Equal((2, $"ingest: {sentence}\n"), (run.Exit, run.Error));
    }

    [Fact]
    public async Task A_record_does_not_give_away_what_is_hashed()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        installation.Environment["HASH_KEY"] = Key;
        installation.Environment["OTHER_KEY"] = "another key of enough bytes";
        installation.Table("people", """{ "Copy": true, "Hash": { "Columns": ["email"], "KeyEnv": "HASH_KEY" } }""");
        await installation.JsonAsync(0, "run");
        string one = Checksum(installation);
        installation.Table("people", """{ "Copy": true, "Hash": { "Columns": ["email"], "KeyEnv": "OTHER_KEY" } }""");

        await installation.JsonAsync(0, "run");

        // Without the key nobody can compute what a guess would give.
        Assert.NotEqual(one, Checksum(installation));
    }

    [Theory]
    [InlineData("at")]
    [InlineData("version")]
    public async Task What_names_objects_or_stands_in_rejects_is_not_hashed(string column)
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);
        installation.Environment["HASH_KEY"] = Key;
        await installation.Source.ExecuteAsync("CREATE TABLE events (id INTEGER PRIMARY KEY, at BIGINT, version INT, body BLOB)");
        installation.Table("events", $$"""
            {
              "Time": { "Column": "at", "As": "epoch-s" }, "Columns": ["at", "version"], "Hash": { "Columns": ["{{column}}"], "KeyEnv": "HASH_KEY" },
              "Payload": {
                "Column": "body",
                "Versions": { "Column": "version", "Codecs": { "1": { "Codec": "sensorpack", "Channels": [{ "Name": "a" }] } } }
              }
            }
            """);

        CliResult run = await installation.RunAsync("run");

        Assert.Equal(2, run.Exit);
        Assert.StartsWith($"ingest: The column '{column}' of 'events' cannot be hashed: ", run.Error, StringComparison.Ordinal);
    }

    private static string Checksum(Installation installation)
    {
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(installation.Lake, "_ingest", "people", "all.json")));
        return record.RootElement.GetProperty("checksum").GetString()!;
    }

    private static async Task<Installation> CreateAsync(DatabaseKind kind)
    {
        Installation installation = await Installation.CreateAsync(kind);
        string name = kind == DatabaseKind.MariaDb ? "`Full Name`" : "\"Full Name\"";
        await installation.Source.ExecuteAsync(
            $"CREATE TABLE people (id BIGINT NOT NULL PRIMARY KEY, {name} VARCHAR(20), email VARCHAR(40), card BIGINT)");
        await installation.Source.ExecuteAsync(
            "INSERT INTO people VALUES (1, 'Ada', 'ada@example.org', 4000), (2, 'Ben', 'ben@example.org', 4000), (3, NULL, NULL, NULL)");
        return installation;
    }

    private static async Task<string[]> ColumnsAsync(Installation installation) =>
        await installation.QueryAsync("SELECT column_name FROM (DESCRIBE people)");

    private static string Hash(string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(value)));
}
