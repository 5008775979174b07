using Ingest.Actors.Records;
using Xunit;

namespace Ingest.Actors.Tests.Records;

public sealed class ColumnDriftTests
{
    [Theory]
    [InlineData("int32", "int64", true)]
    [InlineData("int64", "int32", false)]
    [InlineData("float", "double", true)]
    [InlineData("int32", "double", false)]
    [InlineData("decimal(9,2)", "decimal(12,2)", true)]
    [InlineData("decimal(12,2)", "decimal(9,2)", false)]
    [InlineData("decimal(9,2)", "decimal(9,3)", false)]
    [InlineData("int64", "decimal(20,0)", false)]
    [InlineData("text", "text", true)]
    [InlineData("text", "binary", false)]
    public void A_wider_type_holds_the_values_of_a_narrower_one(string narrow, string wide, bool holds) =>
        Assert.Equal(holds, new RecordedColumn("a", wide).Holds(new RecordedColumn("a", narrow)));

    [Fact]
    public void What_a_unit_lacks_and_what_does_not_go_beside_it_are_told_apart()
    {
        var drift = ColumnDrift.Between(["a int32", "b int32", "c text", "d date"], ["e text", "c binary", "b int64", "a int32"]);

        Assert.Equal("e", Assert.Single(drift.Added).Name);
        Assert.Equal("c", Assert.Single(drift.Changed).Now.Name);
    }

    [Fact]
    public void A_table_has_the_columns_of_all_its_objects_each_wide_enough_for_all() => Assert.Equal(
        ["a int64", "b text", "c decimal(9,2)", "d date"],
        RecordedColumns.Merge([["a int32", "b text", "c decimal(9,2)"], ["a int64", "c decimal(9,2)"], ["a int32", "d date", "c decimal(9,1)"]]));

    [Fact]
    public void A_type_that_does_not_hold_the_old_one_waits_for_the_last_old_object()
    {
        Assert.Equal(["c decimal(9,2)"], RecordedColumns.Merge([["c decimal(9,2)"], ["c decimal(9,1)"]]));
        Assert.Equal(["c decimal(9,1)"], RecordedColumns.Merge([["c decimal(9,1)"], ["c decimal(9,1)"]]));
    }
}
