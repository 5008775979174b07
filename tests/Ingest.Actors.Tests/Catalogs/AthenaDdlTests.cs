using Ingest.Actors.Catalogs;
using Xunit;

namespace Ingest.Actors.Tests.Catalogs;

public sealed class AthenaDdlTests
{
    private const string Root = "s3://my-data-bucket/sensor-data";

    private static readonly LakeTable Table = new()
    {
        Name = "raw_sensor_data",
        Path = "raw-sensor-data",
        Columns = ["sensor_id int32", "time timestamp(6)", "temperature decimal(9,2)"],
        Partitions = ["20210101", "20210102"],
        IsDaily = true,
        DaysAhead = 2,
    };

    [Fact]
    public void a_table_and_its_partitions_are_the_statements_that_athena_documents()
    {
        Assert.Equal(
            [
                "CREATE DATABASE IF NOT EXISTS `sensor_data`",
                """
                CREATE EXTERNAL TABLE IF NOT EXISTS `sensor_data`.`raw_sensor_data` (
                  `sensor_id` int,
                  `time` timestamp,
                  `temperature` decimal(9,2)
                )
                PARTITIONED BY (`date` string)
                STORED AS PARQUET
                LOCATION 's3://my-data-bucket/sensor-data/raw-sensor-data/'
                TBLPROPERTIES (
                  'classification' = 'parquet'
                )
                """.ReplaceLineEndings("\n"),
                """
                ALTER TABLE `sensor_data`.`raw_sensor_data` ADD IF NOT EXISTS
                  PARTITION (`date` = '20210101') LOCATION 's3://my-data-bucket/sensor-data/raw-sensor-data/date=20210101/'
                  PARTITION (`date` = '20210102') LOCATION 's3://my-data-bucket/sensor-data/raw-sensor-data/date=20210102/'
                """.ReplaceLineEndings("\n"),
            ],
            new AthenaDdl("sensor_data", Root, null).Of([Table]));
    }

    [Fact]
    public void computed_days_need_no_partitions()
    {
        string[] statements = [.. new AthenaDdl("sensor_data", Root, new DateOnly(2021, 1, 2)).Of([Table])];

        Assert.Equal(2, statements.Length);
        Assert.Contains("'projection.date.range' = '20210101,NOW+2DAYS'", statements[1], StringComparison.Ordinal);
        Assert.Contains(
            "'storage.location.template' = 's3://my-data-bucket/sensor-data/raw-sensor-data/date=${date}/'", statements[1], StringComparison.Ordinal);
    }

    [Fact]
    public void a_copied_table_has_no_partitions_and_a_quote_in_a_path_is_no_end_of_text()
    {
        string[] statements = [.. new AthenaDdl("d", "s3://b/o'hara", null).Of([Table with { Partitions = null, IsDaily = false }])];

        Assert.Equal(2, statements.Length);
        Assert.DoesNotContain("PARTITIONED BY", statements[1], StringComparison.Ordinal);
        Assert.Contains(@"LOCATION 's3://b/o\'hara/raw-sensor-data/'", statements[1], StringComparison.Ordinal);
    }

    [Fact]
    public void partitions_come_a_hundred_a_statement_and_the_one_without_a_date_not_at_all()
    {
        string[] partitions = [.. Enumerable.Range(1000, 250).Select(day => $"2021{day}"), "__HIVE_DEFAULT_PARTITION__"];

        string[] statements = [.. new AthenaDdl("d", Root, null).Of([Table with { Partitions = partitions }])];

        Assert.Equal([100, 100, 50], statements.Skip(2).Select(statement => statement.Split("PARTITION (").Length - 1));
        Assert.DoesNotContain(statements, statement => statement.Contains("HIVE_DEFAULT", StringComparison.Ordinal));
    }
}
