using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Xunit;

namespace Ingest.Actors.Tests.Planning;

public sealed class SourceDriftTests
{
    private static readonly TableColumns Known = new("hash", [Column("a", "int32"), Column("b", "int32"), Column("c", "text"), Column("d", "date")]);

    [Fact]
    public void Every_difference_is_told_and_the_order_is_none() => Assert.Equal(
        ["e (text) was added", "d (date) is gone", "b was int32 and is int64", "c was text and is binary"],
        Between("hash", Column("e", "text"), Column("c", "binary"), Column("b", "int64"), Column("a", "int32")));

    [Fact]
    public void The_same_columns_in_another_order_are_no_difference() =>
        Assert.Empty(Between("hash", [.. Known.Columns.Reverse()]));

    [Fact]
    public void A_configuration_explains_columns_that_came_and_those_that_it_leaves_out_and_none_that_is_gone_from_the_source()
    {
        KnownColumn[] now = [Column("a", "int32"), Column("c", "text"), Column("e", "text")];

        var left = SourceDrift.Between(Known, new TableColumns("other", now), source => source != "D");

        Assert.Equal(["d (date) is gone"], left.Describe());
    }

    [Fact]
    public void A_column_that_comes_back_as_something_else_is_a_change()
    {
        TableColumns gone = Known.With(new TableColumns("hash", [.. Known.Columns.Where(column => column.Name != "c")]));

        var back = SourceDrift.Between(gone, new TableColumns("hash", [.. Known.Columns.Where(column => column.Name != "c"), Column("c", "int32")]), _ => true);
        var same = SourceDrift.Between(gone, Known, _ => true);

        Assert.Equal(["c was text and is int32"], back.Describe());
        Assert.Equal(["c (text) was added"], same.Describe());
    }

    [Fact]
    public void A_type_that_means_something_else_is_a_change_though_the_lakes_is_the_same() => Assert.Equal(
        ["t was timestamp(6) of timestamp and is timestamp(6) of datetime"],
        SourceDrift.Between(
            new TableColumns("hash", [new KnownColumn("t", "timestamp(6)", "t", "timestamp")]),
            new TableColumns("hash", [new KnownColumn("t", "timestamp(6)", "t", "datetime")]),
            _ => true).Describe());

    [Fact]
    public void What_is_accepted_is_known_from_then_on()
    {
        TableColumns accepted = Known.With(new TableColumns("hash", [Column("a", "int64"), Column("e", "text")]));

        Assert.Equal(
            ["a int64", "b int32 gone", "c text gone", "d date gone", "e text"],
            accepted.Columns.Select(column => $"{column.Name} {column.Type}{(column.IsGone ? " gone" : "")}"));
        Assert.True(accepted.Same(accepted.With(new TableColumns("hash", [Column("a", "int64"), Column("e", "text")]))));
    }

    private static IReadOnlyList<string> Between(string decoder, params KnownColumn[] now) => SourceDrift.Between(
        Known, new TableColumns(decoder, now), source => now.Any(column => column.Source == source)).Describe();

    private static KnownColumn Column(string name, string type) => new(name, type, name.ToUpperInvariant());
}
