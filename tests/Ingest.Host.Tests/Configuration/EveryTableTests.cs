using Ingest.Actors.Units;
using Ingest.Host.Configuration;

namespace Ingest.Host.Tests.Configuration;

/// <summary>The entry <c>"*"</c>, as it is written.</summary>
public sealed class EveryTableTests : ConfigurationFixture
{
    private const string Entry = "Tables:*";

    [Fact]
    public void It_is_no_table_itself_and_says_what_holds_for_each()
    {
        IngestConfiguration configuration = With((
            Entry, """{ "Copy": true, "Except": ["tmp_*"], "Zone": "Europe/Berlin", "OnShrink": "follow", "OnDrift": "add", "Unpaged": true, "Exclude": ["email"] }"""));
        EveryTable every = configuration.Every!;
        TableSpec table = every.Of("Order-Items");

        Assert.Equal(["raw_sensor_data", "sensors"], configuration.Tables.Select(named => named.Name));
        Assert.Equal(["tmp_*"], every.Except);
        Assert.Equal(("order_items", "Order-Items", "order_items", true), (table.Name, table.SourceTable, table.Path, table.IsUnnamed));
        Assert.Equal(("Europe/Berlin", ShrinkRule.Follow, DriftRule.Add, true), (table.Zone!.Zone, table.OnShrink, table.OnDrift, table.Unpaged));
        Assert.Equal(["email"], table.Exclude);
    }

    [Fact]
    public void Without_it_other_tables_are_left_alone() => Assert.Null(Read().Every);

    [Fact]
    public void It_may_be_the_only_entry()
    {
        IngestConfiguration configuration = With(("Tables", """{ "*": { "Copy": true } }"""));

        Assert.Empty(configuration.Tables);
        Assert.NotNull(configuration.Every);
    }

    [Theory]
    [InlineData("SourceTable", "\"a\"")]
    [InlineData("Path", "\"a\"")]
    [InlineData("Key", "[\"id\"]")]
    [InlineData("Time", """{ "Column": "at" }""")]
    [InlineData("Columns", "[\"id\"]")]
    [InlineData("Rename", """{ "a": "b" }""")]
    [InlineData("UpdateColumn", "\"changed\"")]
    [InlineData("SortBy", "[\"id\"]")]
    [InlineData("Lookback", "\"1d\"")]
    public void What_is_said_of_one_table_is_refused(string key, string json) => Assert.Equal(
        [$"{Entry}:{key}: is said of one table, and \"*\" stands for many, of which it may say Copy, Except, Exclude, Hash, OnDrift, OnShrink, Unpaged, Zone; give the table an entry of its own"],
        ErrorsWith((Entry, """{ "Copy": true }"""), ($"{Entry}:{key}", json)));

    [Theory]
    [InlineData("{}", "Copy: every table that has no entry of its own can only be copied; write \"Copy\": true, or leave \"*\" out")]
    [InlineData("""{ "Copy": "yes" }""", "Copy: expected true or false, not 'yes'")]
    [InlineData("""{ "Copy": true, "Except": "audit" }""", "Except: expected a list, not 'audit'")]
    [InlineData("""{ "Copy": true, "Except": ["a", ""] }""", "Except:1: empty; write a table's name as the source has it, or a pattern such as tmp_*")]
    [InlineData("""{ "Copy": true, "Zone": "Europe/Berlni" }""", "Zone: this machine knows no time zone 'Europe/Berlni', did you mean Europe/Berlin?")]
    [InlineData("""{ "Copy": true, "Hash": { "Columns": ["email"], "KeyEnv": "NOT_SET" } }""", "Hash:KeyEnv: the environment variable NOT_SET is not set")]
    [InlineData("""{ "Copy": true, "Exept": [] }""", "Exept: unknown key, did you mean Except?")]
    public void What_is_wrong_with_it_is_told(string json, string sentence) =>
        Assert.Equal([$"{Entry}:{sentence}"], ErrorsWith((Entry, json)));

    [Fact]
    public void Nothing_is_excepted_from_one_table() => Assert.Equal(
        ["Tables:sensors:Except: is for the entry \"*\", which stands for every table that has no entry; leave it out"],
        ErrorsWith(("Tables:sensors:Except", "[\"audit\"]")));
}
