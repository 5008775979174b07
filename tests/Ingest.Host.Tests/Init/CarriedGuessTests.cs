using System.Text;
using Ingest.Actors.Paging;
using Ingest.Codec.Columns;
using Ingest.Host.Init;

namespace Ingest.Host.Tests.Init;

/// <summary>Which columns go along with samples: what is small, is not there already, and has a name that the lake takes.</summary>
public sealed class CarriedGuessTests
{
    [Theory]
    [InlineData("site", "int", TypeRole.Integer, true)]
    [InlineData("level", "double", TypeRole.Value, true)]
    [InlineData("seen", "datetime", TypeRole.Time, true)]
    [InlineData("name", "varchar(255)", TypeRole.Text, true)]
    [InlineData("name", "varchar(256)", TypeRole.Text, false)]
    [InlineData("name", "longtext", TypeRole.Text, false)]
    [InlineData("body", "blob", TypeRole.Bytes, false)]
    [InlineData("settings", "json", TypeRole.Value, false)]
    [InlineData("place", "geometry", null, false)]
    [InlineData("größe", "int", TypeRole.Integer, false)]
    public void What_is_small_is_carried(string name, string type, TypeRole? role, bool expected) =>
        Assert.Equal(expected ? [name] : [], Of(new LookedColumn(new SchemaColumn(name, type, false), role, null, null)));

    [Fact]
    public void Text_without_a_length_is_carried_where_every_row_has_a_short_one()
    {
        Assert.Equal(["name"], Of(Text("name", "north")));
        Assert.Empty(Of(Text("name", "north", null)));
        Assert.Empty(Of(Text("name")));
    }

    [Fact]
    public void What_has_a_part_of_its_own_or_a_name_that_is_taken_is_not_carried()
    {
        LookedColumn[] columns = [.. new[] { "id", "Time", "temperature", "Site", "site" }
            .Select(name => new LookedColumn(new SchemaColumn(name, "int", false), TypeRole.Integer, null, null))];

        Assert.Equal(["Site"], CarriedGuess.Of(Look(columns), new HashSet<string> { "id" }, ["time", "date", "temperature"]));
    }

    [Theory]
    [InlineData("site,sensor_id", "sensor_id")]
    [InlineData("site,DevEui", "DevEui")]
    [InlineData("dev_eui,site", "dev_eui")]
    [InlineData("site,level", null)]
    public void Where_readings_come_from_is_told_by_a_name(string carried, string? expected) =>
        Assert.Equal(expected, CarriedGuess.Place(carried.Split(',')));

    private static IReadOnlyList<string> Of(LookedColumn column) => CarriedGuess.Of(Look(column), new HashSet<string>(), []);

    private static TableLook Look(params LookedColumn[] columns) =>
        new(new TableSchema("t", null, [.. columns.Select(column => column.Schema)], [], []), columns, 1);

    private static LookedColumn Text(string name, params string?[] values)
    {
        var column = (BytesColumn)ColumnBuffer.Create(ColumnType.Text);
        foreach (string? value in values)
        {
            if (value is null)
            {
                column.AppendNulls(1);
            }
            else
            {
                column.Append(Encoding.UTF8.GetBytes(value));
            }
        }

        return new LookedColumn(new SchemaColumn(name, "text", true), TypeRole.Text, null, column);
    }
}
