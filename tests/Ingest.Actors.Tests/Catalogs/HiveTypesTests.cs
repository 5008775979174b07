using Ingest.Actors.Catalogs;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Actors.Tests.Catalogs;

public sealed class HiveTypesTests
{
    /// <summary>As Athena's page on data types calls them: https://docs.aws.amazon.com/athena/latest/ug/data-types.html.</summary>
    private static readonly Dictionary<ColumnType, string> Types = new()
    {
        [ColumnType.Int32] = "int",
        [ColumnType.Int64] = "bigint",
        [ColumnType.Float] = "float",
        [ColumnType.Double] = "double",
        [ColumnType.Decimal(9, 2)] = "decimal(9,2)",
        [ColumnType.Date] = "date",
        [ColumnType.TimestampMillis] = "timestamp",
        [ColumnType.TimestampMicros] = "timestamp",
        [ColumnType.Text] = "string",
        [ColumnType.Binary] = "binary",
    };

    [Fact]
    public void every_type_of_the_lake_has_one_in_the_catalog()
    {
        Assert.Equal(Enum.GetValues<ColumnKind>(), Types.Keys.Select(type => type.Kind));
        Assert.All(Types, pair =>
        {
            string described = Assert.Single(new LakeSchema([new Column("c", pair.Key)], []).Describe());
            Assert.Equal(("c", pair.Value), HiveTypes.Of(described));
        });
    }

    [Fact]
    public void a_type_of_a_newer_build_is_refused_with_a_sentence()
    {
        IngestException failure = Assert.Throws<IngestException>(() => HiveTypes.Of("c uuid"));

        Assert.Contains("'c uuid'", failure.Message, StringComparison.Ordinal);
    }
}
