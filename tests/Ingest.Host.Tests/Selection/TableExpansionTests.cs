using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Host.Commands;
using Ingest.Host.Configuration;
using Ingest.Host.Selection;

namespace Ingest.Host.Tests.Selection;

/// <summary>Which tables of a source <c>"*"</c> stands for.</summary>
public sealed class TableExpansionTests
{
    private const string Source = "mysql://host:3306/shop";

    [Fact]
    public void Every_table_that_is_neither_named_nor_excepted_comes_under_a_name_of_the_lake() => Assert.Equal(
        ["customers < Customers", "order_items < Order-Items", "readings < raw"],
        Of([Named("readings", "raw")], ["tmp_*", "audit", "log_?"], ["Customers", "Order-Items", "audit", "log_1", "raw", "tmp_", "tmp_a"]));

    [Fact]
    public void A_pattern_fits_the_whole_name() =>
        Assert.Equal(["audit_log < audit_log", "log_10 < log_10"], Of([], ["audit", "log_?"], ["audit", "audit_log", "log_10"]));

    [Theory]
    [InlineData(true, "tmp_a < TMP_A")]
    [InlineData(false)]
    public void Capitals_count_as_they_do_in_the_source(bool namesHaveCase, params string[] tables) =>
        Assert.Equal(["readings < RAW", .. tables], Of([Named("readings", "RAW")], ["tmp_*"], namesHaveCase ? ["RAW", "TMP_A"] : ["raw", "TMP_A"], namesHaveCase));

    [Fact]
    public void Tables_that_would_have_one_name_are_refused_and_the_others_are_not()
    {
        TableSet set = Expand([], [], ["Orders", "orders", "people"]);

        Assert.Equal(["people"], set.Tables.Select(table => table.Name));
        Assert.Equal(
            [$"The tables 'Orders' and 'orders' of {Source} would all be 'orders' in the lake: give each but one an entry of its own, with SourceTable and another name, or leave it out with Except of \"*\"."],
            Reasons(set));
    }

    [Theory]
    [InlineData("orders", "old_orders", "elsewhere")]
    [InlineData("past", "old_orders", "orders")]
    [InlineData("past", "old_orders", "orders/past")]
    public void A_table_that_would_have_the_name_or_folder_of_an_entry_is_refused(string name, string sourceTable, string path)
    {
        TableSet set = Expand([Named(name, sourceTable) with { Path = path }], [], ["Orders", "old_orders"]);

        Assert.Equal([name], set.Tables.Select(table => table.Name));
        Assert.Equal(
            [$"The table 'Orders' of {Source} would be 'orders' in the lake, in the folder orders, which is not apart from the entry '{name}' for 'old_orders', in the folder {path}: give 'Orders' an entry of its own, with SourceTable, another name and Path, or leave it out with Except of \"*\"."],
            Reasons(set));
    }

    [Fact]
    public void A_table_whose_folder_no_engine_would_read_is_refused() => Assert.Equal(
        [$"The table '_log' of {Source} would have the folder '_log' in the lake: Athena passes over folders that begin with an underscore or a dot, and _ingest is Ingest's own; choose another by giving the table an entry of its own with Path, or leave it out with Except of \"*\"."],
        Reasons(Expand([], [], ["_log"])));

    [Fact]
    public void That_it_stands_for_nothing_is_said() => Assert.Equal(
        [$"\"*\" stands for no table: {Source} has none that is neither named nor excepted."], Expand([], ["*"], ["a"]).Sentences);

    [Theory]
    [InlineData("orders", "The tables 'Orders' and 'orders' of ")]
    [InlineData("nobody", "no table 'nobody' is configured or seen in mysql://host:3306/shop; there is people")]
    public void A_table_that_cannot_be_chosen_is_told_why(string name, string sentence) => Assert.StartsWith(
        sentence,
        Assert.Throws<UsageException>(() => Expand([], [], ["Orders", "orders", "people"]).Select(name)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_table_that_is_chosen_comes_alone()
    {
        TableSet one = Expand([], [], ["Orders", "orders", "people"]).Select("people");

        Assert.Equal(["people"], one.Tables.Select(table => table.Name));
        Assert.Empty(one.Refused);
    }

    private static string[] Of(IReadOnlyList<TableSpec> named, string[] except, string[] names, bool namesHaveCase = true)
    {
        TableSet set = Expand(named, except, names, namesHaveCase);
        Assert.Empty(set.Refused);
        return [.. set.Tables.Select(table => $"{table.Name} < {table.SourceTable}")];
    }

    private static TableSet Expand(IReadOnlyList<TableSpec> named, string[] except, string[] names, bool namesHaveCase = true) =>
        new TableExpansion(named, new EveryTable(Named("*", "*") with { IsUnnamed = true }, except), Source).Of(new TableNames(names, namesHaveCase));

    private static IEnumerable<string> Reasons(TableSet set) => set.Refused.Select(refused => refused.Failure.Reason);

    private static TableSpec Named(string name, string sourceTable) => new() { Name = name, SourceTable = sourceTable, Path = name, Key = [] };
}
