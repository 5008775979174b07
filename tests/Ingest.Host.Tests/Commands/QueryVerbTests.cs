using DuckDB.NET.Data;

namespace Ingest.Host.Tests.Commands;

/// <summary>The lake is written by DuckDB itself.</summary>
public sealed class QueryVerbTests : IDisposable
{
    private const string Readings = "sensor_id::BIGINT AS sensor_id, time::TIMESTAMPTZ AS time, temperature::DECIMAL(9,2) AS temperature, co2::DECIMAL(9,0) AS co2";

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_table_is_a_view_over_its_partitions()
    {
        WriteDays();

        CliResult result = await _cli.RunAsync("query", "SELECT date, count(*) AS n, sum(temperature) AS t FROM raw_sensor_data GROUP BY date ORDER BY date");

        Assert.Equal(
            """
            date      n      t
            --------  -  -----
            20210101  2  43.25
            20210102  1  -0.05

            """.ReplaceLineEndings("\n"),
            result.Out.ReplaceLineEndings("\n"));
        Assert.Equal((0, "2 rows"), (result.Exit, result.Error.Trim()));
    }

    [Fact]
    public async Task The_partition_is_text_and_prunes_like_text()
    {
        WriteDays();

        CliResult result = await _cli.RunAsync("query", "--json", "SELECT DISTINCT typeof(date), date FROM raw_sensor_data WHERE date >= '20210102'");

        Assert.Equal("""{"columns":["typeof(date)","date"],"rows":[["VARCHAR","20210102"]]}""", result.Out.Trim());
    }

    [Fact]
    public async Task A_unit_that_writes_into_another_day_is_part_of_the_table()
    {
        WriteDays();
        Write("raw-sensor-data/date=20210101/20210102.parquet", $"SELECT {Readings} FROM (VALUES (9, '2021-01-01 23:00:00Z', 1, NULL)) AS r(sensor_id, time, temperature, co2)");

        CliResult result = await _cli.RunAsync("query", "--json", "SELECT count(*) FROM raw_sensor_data WHERE date = '20210101'");

        Assert.Equal("""{"columns":["count_star()"],"rows":[[3]]}""", result.Out.Trim());
    }

    [Fact]
    public async Task Json_keeps_every_digit_and_every_instant()
    {
        CliResult result = await _cli.RunAsync("query", "--json", """
            SELECT 1.50::DECIMAL(9,2) AS d, 99999999999999999999999999999999999.99::DECIMAL(38,2) AS wide, -0.05::DECIMAL(9,2) AS small,
                   TIMESTAMPTZ '2021-01-01 00:00:00.123456+01' AS t, TIMESTAMP '2021-01-01 00:00:00' AS zoneless, DATE '2021-01-01' AS day, 'infinity'::TIMESTAMPTZ AS ever,
                   9007199254740991 AS safe, 9007199254740992 AS unsafe, 170141183460469231731687303715884105727::HUGEINT AS huge,
                   'payload'::BLOB AS bytes, 'ä"' AS text, 0.1::FLOAT AS f, 'nan'::DOUBLE AS nan, NULL AS nothing, true AS yes,
                   [1.5, 2.5] AS list, {'a': 1} AS fields, INTERVAL 14 MONTH AS span
            """);

        Assert.Equal("", result.Error);
        Assert.Equal(
            """{"columns":["d","wide","small","t","zoneless","day","ever","safe","unsafe","huge","bytes","text","f","nan","nothing","yes","list","fields","span"],"rows":[["1.50","99999999999999999999999999999999999.99","-0.05","2020-12-31T23:00:00.123456Z","2021-01-01T00:00:00","2021-01-01","infinity",9007199254740991,"9007199254740992","170141183460469231731687303715884105727","cGF5bG9hZA==","ä\"",0.1,"NaN",null,true,["1.5","2.5"],{"a":1},"P14M0DT0S"]]}""",
            result.Out.Trim());
    }

    [Fact]
    public async Task A_list_with_null_is_told_how_to_be_shown()
    {
        CliResult result = await _cli.RunAsync("query", "SELECT [1, NULL] AS l");
        CliResult shown = await _cli.RunAsync("query", "--json", "SELECT to_json(l) AS l FROM (SELECT [1, NULL] AS l)");

        Assert.Equal((2, "ingest: the column l holds a list with NULL in it, which cannot be shown; select to_json(l) instead"), (result.Exit, result.Error.Trim()));
        Assert.Equal("""{"columns":["l"],"rows":[["[1,null]"]]}""", shown.Out.Trim());
    }

    [Fact]
    public async Task Csv_is_quoted_where_it_must_be()
    {
        CliResult result = await _cli.RunAsync("query", "--csv", "SELECT 'a,\"b\"' AS \"x,y\", NULL AS n, '' AS empty, 1.50::DECIMAL(9,2) AS d");

        Assert.Equal("\"x,y\",n,empty,d\r\n\"a,\"\"b\"\"\",,\"\",1.50\r\n", result.Out);
    }

    [Fact]
    public async Task Control_characters_do_not_reach_the_terminal()
    {
        CliResult result = await _cli.RunAsync("query", "SELECT chr(27) || '[2J' AS t");

        Assert.Contains("\\u001b[2J", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decoded_table_without_objects_has_its_columns_and_no_rows()
    {
        CliResult data = await _cli.RunAsync("query", "--json", "SELECT * FROM raw_sensor_data");
        CliResult types = await _cli.RunAsync("query", "--json", "SELECT column_name, column_type FROM (DESCRIBE raw_sensor_data) WHERE column_name IN ('time', 'temperature')");
        CliResult rejects = await _cli.RunAsync("query", "--json", "SELECT * FROM raw_sensor_data_rejects");

        Assert.Equal("""{"columns":["sensor_id","time","temperature","co2","date"],"rows":[]}""", data.Out.Trim());
        Assert.Equal("""{"columns":["column_name","column_type"],"rows":[["time","TIMESTAMP WITH TIME ZONE"],["temperature","DECIMAL(9,2)"]]}""", types.Out.Trim());
        Assert.Equal("""{"columns":["key","reason","payload_offset","payload","date"],"rows":[]}""", rejects.Out.Trim());
    }

    [Fact]
    public async Task A_copied_table_has_no_partition()
    {
        Write("sensors/data.parquet", "SELECT 1 AS id, 'roof' AS place");

        CliResult result = await _cli.RunAsync("query", "--json", "SELECT * FROM sensors");

        Assert.Equal("""{"columns":["id","place"],"rows":[[1,"roof"]]}""", result.Out.Trim());
    }

    [Fact]
    public async Task A_copied_table_without_objects_is_told()
    {
        CliResult result = await _cli.RunAsync("query", "SELECT * FROM sensors");

        Assert.Equal((2, "ingest: nothing of the table sensors is in the lake yet"), (result.Exit, result.Error.Trim()));
    }

    [Theory]
    [InlineData("SELEC 1", "SQL: syntax error at or near \"SELEC\"")]
    [InlineData("SELECT 1; SELECT 2", "query takes one SELECT statement, not 2")]
    [InlineData("", "query takes one SELECT statement, not 0")]
    [InlineData("-- nothing", "query takes one SELECT statement, not 0")]
    [InlineData("DROP VIEW raw_sensor_data", "query only reads: it takes one SELECT, DESCRIBE, SUMMARIZE or SHOW statement")]
    [InlineData("SELECT 1; DROP VIEW raw_sensor_data", "query only reads: it takes one SELECT, DESCRIBE, SUMMARIZE or SHOW statement")]
    [InlineData("COPY (SELECT 1) TO 'x.csv'", "query only reads: it takes one SELECT, DESCRIBE, SUMMARIZE or SHOW statement")]
    [InlineData("ATTACH 'x.db'", "query only reads: it takes one SELECT, DESCRIBE, SUMMARIZE or SHOW statement")]
    public async Task Sql_that_does_not_read_is_refused(string sql, string sentence)
    {
        CliResult result = await _cli.RunAsync("query", sql);

        Assert.Equal((2, $"ingest: {sentence}"), (result.Exit, result.Error.Trim()));
    }

    [Theory]
    [InlineData("SHOW TABLES")]
    [InlineData("DESCRIBE raw_sensor_data")]
    [InlineData("SUMMARIZE raw_sensor_data")]
    [InlineData("FROM raw_sensor_data LIMIT 1")]
    [InlineData("WITH a AS (SELECT 1) SELECT * FROM a;")]
    public async Task Every_way_to_read_works(string sql)
    {
        WriteDays();

        CliResult result = await _cli.RunAsync("query", sql);

        Assert.Equal(0, result.Exit);
    }

    [Fact]
    public async Task A_query_that_is_stopped_ends_with_130()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        CliResult result = await Cli.RawAsync(["query", "--config", _cli.Config, "SELECT 1"], stop.Token);

        Assert.Equal((130, "ingest: interrupted"), (result.Exit, result.Error.Trim()));
    }

    private void WriteDays()
    {
        Write("raw-sensor-data/date=20210101/data.parquet", $"SELECT {Readings} FROM (VALUES (7, '2021-01-01 00:00:00Z', 21.50, 400), (7, '2021-01-01 00:01:00Z', 21.75, 401)) AS r(sensor_id, time, temperature, co2)");
        Write("raw-sensor-data/date=20210102/data.parquet", $"SELECT {Readings} FROM (VALUES (8, '2021-01-02 00:00:00Z', -0.05, NULL)) AS r(sensor_id, time, temperature, co2)");
    }

    private void Write(string key, string select)
    {
        string file = Path.Combine(_cli.Lake, key);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"COPY ({select}) TO '{file}' (FORMAT parquet)";
        command.ExecuteNonQuery();
    }
}
