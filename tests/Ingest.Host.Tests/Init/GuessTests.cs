using Ingest.Actors.Paging;
using Ingest.Codec.Columns;
using Ingest.Host.Init;

namespace Ingest.Host.Tests.Init;

/// <summary>What is guessed of a table's columns.</summary>
public sealed class GuessTests
{
    private static readonly SchemaIndex Primary = new("PRIMARY", true, ["id"]);

    [Fact]
    public void An_indexed_time_of_arrival_is_preferred_and_one_that_updates_move_is_not_taken()
    {
        TableLook look = Look(
            [Primary, new SchemaIndex("arrival", false, ["created_at"])],
            Column("id", "bigint(20)", TypeRole.Integer),
            Column("updated_at", "datetime", TypeRole.Time, isRaised: true),
            Column("measured", "datetime", TypeRole.Time),
            Column("created_at", "datetime", TypeRole.Time));

        Assert.Equal(("created_at", "datetime"), Time(look));
        Assert.Equal("updated_at", UpdateGuess.Of(look, "created_at")?.Column);
        Assert.Null(TimeGuess.Of(Look([Primary], Column("updated_at", "datetime", TypeRole.Time, isRaised: true)), false));
    }

    [Fact]
    public void A_time_that_is_null_in_a_row_is_not_taken() =>
        Assert.Null(TimeGuess.Of(Look([], new LookedColumn(new SchemaColumn("received_at", "datetime", true), TypeRole.Time, null, Nulls(1))), false));

    // 2021-01-01T00:00:00Z is 1609459200 s.
    [Theory]
    [InlineData("ts", 1_609_459_200, "epoch-s")]
    [InlineData("created", 1_609_459_200_000, "epoch-ms")]
    [InlineData("receivedAt", 1_609_459_200_000_000, "epoch-us")]
    [InlineData("ts", 12_345, null)]
    [InlineData("total", 1_609_459_200, null)]
    public void Integers_are_times_by_their_name_and_their_size(string name, long value, string? expected)
    {
        var values = new FixedColumn<long>(ColumnType.Int64);
        values.Append(value);
        TableLook look = Look([], new LookedColumn(new SchemaColumn(name, "bigint", false), TypeRole.Integer, null, values));

        Assert.Equal(expected, TimeGuess.Of(look, false)?.As);
    }

    [Theory]
    [InlineData("last_update", true)]
    [InlineData("modifiedAt", true)]
    [InlineData("update_count", false)]
    public void An_update_column_is_known_by_its_name(string name, bool expected) =>
        Assert.Equal(expected, UpdateGuess.Of(Look([], Column(name, "datetime", TypeRole.Time)), null) is not null);

    [Fact]
    public void Without_a_usable_primary_key_a_unique_index_is_the_key()
    {
        TableLook look = Look(
            [new SchemaIndex("pair", true, ["a", "b"]), new SchemaIndex("single", true, ["b"])],
            Column("a", "enum('x')", TypeRole.Value),
            Column("b", "int", TypeRole.Integer));

        Assert.Equal(["b"], KeyGuess.Of(look, inBlocks: true).Columns);
        Assert.False(KeyGuess.Of(Look([], Column("a", "int", TypeRole.Integer)), inBlocks: false).IsFound);
    }

    [Fact]
    public void A_composite_primary_key_does_for_days_and_not_for_blocks_of_keys()
    {
        TableLook look = Look([new SchemaIndex("PRIMARY", true, ["a", "b"])], Column("a", "int", TypeRole.Integer), Column("b", "int", TypeRole.Integer)) with
        {
            Schema = new TableSchema("t", null, [], ["a", "b"], [new SchemaIndex("PRIMARY", true, ["a", "b"])]),
        };

        Assert.True(KeyGuess.Of(look, inBlocks: false) is { IsFound: true, Columns: null });
        Assert.False(KeyGuess.Of(look, inBlocks: true).IsFound);
    }

    [Theory]
    [InlineData("receivedAt", "received,at")]
    [InlineData("LAST_UPDATE", "last,update")]
    [InlineData("x-1.temp", "x,1,temp")]
    public void Names_are_made_of_words(string name, string expected) => Assert.Equal(expected, string.Join(',', Words.Of(name)));

    private static (string?, string?) Time(TableLook look) => TimeGuess.Of(look, false) is { } time ? (time.Column, time.As) : default;

    private static TableLook Look(SchemaIndex[] indexes, params LookedColumn[] columns) =>
        new(new TableSchema("t", null, [.. columns.Select(column => column.Schema)], [], indexes), columns, 1);

    private static LookedColumn Column(string name, string type, TypeRole role, bool isRaised = false) =>
        new(new SchemaColumn(name, type, false) { IsRaised = isRaised }, role, null, null);

    private static FixedColumn<long> Nulls(int count)
    {
        var values = new FixedColumn<long>(ColumnType.TimestampMicros);
        values.AppendNulls(count);
        return values;
    }
}
