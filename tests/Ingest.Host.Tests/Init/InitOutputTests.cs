using Ingest.Host.Init;
using Ingest.Host.Output;
using Ingest.Host.Tests.EndToEnd;

namespace Ingest.Host.Tests.Init;

/// <summary>What a new user sees: on the terminal, and in the file.</summary>
public sealed class InitOutputTests
{
    private static readonly string[] Tables =
    [
        "CREATE TABLE uplinks (id INTEGER PRIMARY KEY, dev_eui VARCHAR(16) NOT NULL, received_at DATETIME NOT NULL, payload BLOB NOT NULL)",
        "INSERT INTO uplinks VALUES (1, '70b3d50000000001', '2021-01-01 00:00:00', x'03670110056700FF')",
        "CREATE TABLE rooms (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL)",
        "INSERT INTO rooms VALUES (1, 'north')",
        "CREATE TABLE later (id INTEGER PRIMARY KEY, received_at DATETIME NOT NULL, payload BLOB)",
        "CREATE TABLE tags (room INTEGER, tag VARCHAR(20))",
        "CREATE TABLE timeless (id INTEGER PRIMARY KEY, doc BLOB NOT NULL)",
        "INSERT INTO timeless VALUES (1, CAST('{\"temperature\":1.5}' AS BLOB)), (2, CAST('{\"temperature\":2.5}' AS BLOB))",
    ];

    [Fact]
    public async Task Each_table_is_told_in_a_few_words_and_what_is_to_be_done_comes_last()
    {
        await using Installation installation = await CreateAsync();

        string said = await installation.InitAsync().DoneAsync();

        Assert.Equal(
            $$"""
            table     becomes
            --------  ------------------------------------------------------------------------------------------------------------
            later     copied; it has no rows yet
            rooms     copied
            tags      left out. No key: there is no primary key, and no unique index is on columns that are never NULL and have an
                      order. Give it one.
            timeless  left out. The payloads have no time of their own, and no column of the table is likely to be it: name it as
                      Time.
            uplinks   decoded: payload is cayenne-lpp

            the first samples of timeless, whose time is that of their row:
            temperature
            -----------
                    2.5
                    1.5

            the first samples of uplinks, whose time is that of their row:
            temperature_3  temperature_5
            -------------  -------------
                     27.2           25.5

            No index begins with the time of these tables. Every unit reads such a table whole, which is slow where it is large,
            until there is one:
              CREATE INDEX received_at_index ON "uplinks" ("received_at");

            {{installation.Config}} is written, with 3 of 5 tables. Look at it, then: ingest doctor --config {{installation.Config}}

            """,
            said,
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task The_file_has_each_reason_once_and_the_doctor_finds_nothing_missing()
    {
        await using Installation installation = await CreateAsync();

        await installation.InitAsync().DoneAsync();
        string written = await File.ReadAllTextAsync(installation.Config);
        string seen = await installation.RunWrittenAsync("doctor").DoneAsync();
        await installation.RunWrittenAsync("run").DoneAsync();

        Assert.All(written.Split('\n'), line => Assert.True(line.Length <= 120, line));
        Assert.Contains(
            """

                // uplinks is decoded: payload is cayenne-lpp.
                // Payload: payload is cayenne-lpp: the only payload looked at decodes.
                // Payloads are values of Cayenne LPP from their first to their last byte. Channels are named after their types:
                //   name them after what they measure.
                // Time: received_at, since its name tells when rows arrive and it is never NULL in the only row looked at. It
                //   has to be UTC. No index begins with it, so every unit reads the whole table until one does.
                //     CREATE INDEX received_at_index ON "uplinks" ("received_at");
                //     temperature_3  temperature_5
                //     -------------  -------------
                //              27.2           25.5
                "uplinks": {
            """,
            written,
            StringComparison.Ordinal);
        Assert.Contains(
            """

                // tags is left out.
                // No key: there is no primary key, and no unique index is on columns that are never NULL and have an order. Give
                //   it one.
                // When that is done, take the comment signs away:
                // "tags": { "Copy": true },
            """,
            written,
            StringComparison.Ordinal);
        Assert.Contains("  \"Source\": { \"Url\": \"sqlite://", written, StringComparison.Ordinal);
        Assert.Contains("Whether payload holds payloads is not seen before there are rows: run ingest init again then.", written, StringComparison.Ordinal);
        Assert.Contains("\"SortBy\": [\"dev_eui\", \"time\"],", written, StringComparison.Ordinal);
        Assert.DoesNotContain("blocks of keys", written, StringComparison.Ordinal);
        Assert.Contains("know     table uplinks, index: ", seen, StringComparison.Ordinal);
        Assert.Contains("1 row of 20210101 decodes to 1 sample", seen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Nothing_is_wider_than_the_terminal(int width)
    {
        using var output = new StringWriter { NewLine = "\n" };
        string reason = string.Join(' ', Enumerable.Repeat("a reason of many words", 10));
        TableProposal[] tables = [new("readings", "readings", "copied", []), new("sensor_calibrations", "sensor_calibrations", "left out", [reason])];

        new InitSummary(tables, new Terminal(output, TextWriter.Null, false) { Width = width }).WriteTables();

        Assert.All(output.ToString().Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.Contains("\nreadings             copied\n", output.ToString(), StringComparison.Ordinal);
    }

    private static async Task<Installation> CreateAsync()
    {
        Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);
        foreach (string statement in Tables)
        {
            await installation.Source.ExecuteAsync(statement);
        }

        return installation;
    }
}
