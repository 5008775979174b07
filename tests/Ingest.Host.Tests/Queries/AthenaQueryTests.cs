using System.Text.Json.Nodes;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Units;
using Ingest.Host.Queries.Athena;
using Ingest.Host.Tests.Commands;
using Ingest.TestKit.Aws;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.Host.Tests.Queries;

/// <summary><c>ingest query</c> over a lake in S3.</summary>
public sealed class AthenaQueryTests : IDisposable
{
    private const string Sql = "SELECT date, count(*) AS n FROM raw_sensor_data GROUP BY date";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_answered_by_athena_in_the_catalogs_database_and_what_was_scanned_is_priced()
    {
        await using ScriptedAthena athena = await new ScriptedAthena
        {
            Columns = [("date", "varchar"), ("n", "bigint")],
            Rows = [["20210101", "2"], ["20210102", "31"], ["20210103", null]],
            Scanned = 3L << 40,
        }.StartAsync();

        CliResult result = await RunAsync(athena.Url, Sql);

        Assert.Equal(
            """
            date       n
            --------  --
            20210101   2
            20210102  31
            20210103

            """.ReplaceLineEndings("\n"),
            result.Out.ReplaceLineEndings("\n"));
        Assert.Equal((0, "3 rows; 3.3 TB scanned, about $15 at $5 a terabyte"), (result.Exit, result.Error.Trim()));
        JsonObject start = athena.Asked[0];
        Assert.Equal((Sql, "sensors", "analysts", "s3://results/athena/"), ((string?)start["QueryString"], (string?)start["QueryExecutionContext"]!["Database"], (string?)start["WorkGroup"], (string?)start["ResultConfiguration"]!["OutputLocation"]));
    }

    [Fact]
    public async Task Json_has_every_type_as_a_directory_would_and_the_price()
    {
        await using ScriptedAthena athena = await new ScriptedAthena
        {
            Columns =
            [
                ("whole", "bigint"), ("large", "bigint"), ("reading", "decimal"), ("real", "double"), ("nothing", "double"), ("flag", "boolean"),
                ("at", "timestamp"), ("zoned", "timestamp with time zone"), ("elsewhere", "timestamp with time zone"), ("day", "date"),
                ("text", "varchar"), ("raw", "varbinary"), ("null", "varchar"),
            ],
            Rows =
            [
                ["-42", "9007199254740993", "-0.05", "1.5E-3", "NaN", "true", "2021-01-01 00:00:00.120", "2021-01-01 00:00:00.000 UTC",
                    "2021-01-01 00:00:00.000 Europe/Berlin", "2021-01-01", "a \"b\"", "01 ff", null],
            ],
            Scanned = 1000,
        }.StartAsync();

        CliResult result = await RunAsync(athena.Url, "SELECT 1", "--json");

        Assert.Equal(
            """{"columns":["whole","large","reading","real","nothing","flag","at","zoned","elsewhere","day","text","raw","null"]"""
            + ""","rows":[[-42,"9007199254740993","-0.05",0.0015,"NaN",true,"2021-01-01T00:00:00.12Z","2021-01-01T00:00:00Z","2021-01-01 00:00:00.000 Europe/Berlin","2021-01-01","a \"b\"","Af8=",null]]"""
            + ""","scanned_bytes":1000,"dollars":4.76837158203125E-05}""",
            result.Out.Trim());
    }

    [Fact]
    public async Task What_shows_something_has_no_header_and_no_price()
    {
        await using ScriptedAthena athena = await new ScriptedAthena
        {
            Columns = [("tab_name", "string")],
            Rows = [["raw_sensor_data"], ["sensors"], ["sensors_rejects"]],
            IsSelect = false,
        }.StartAsync();

        CliResult result = await RunAsync(athena.Url, "SHOW TABLES", "--csv");

        Assert.Equal((0, "tab_name\r\nraw_sensor_data\r\nsensors\r\nsensors_rejects\r\n"), (result.Exit, result.Out));
    }

    [Fact]
    public async Task What_athena_refuses_is_said()
    {
        await using ScriptedAthena athena = await new ScriptedAthena
        {
            State = "FAILED",
            Reason = "SYNTAX_ERROR: line 1:8: Column 'temprature' cannot be resolved",
        }.StartAsync();

        CliResult result = await RunAsync(athena.Url, "SELECT temprature FROM raw_sensor_data");

        Assert.Equal(
            (2, "", "ingest: Athena: SYNTAX_ERROR: line 1:8: Column 'temprature' cannot be resolved"), (result.Exit, result.Out, result.Error.Trim()));
    }

    [Theory]
    [InlineData("DROP TABLE raw_sensor_data")]
    [InlineData("INSERT INTO raw_sensor_data SELECT 1")]
    [InlineData("/* SELECT */ -- SELECT\n MSCK REPAIR TABLE raw_sensor_data")]
    [InlineData("EXPLAIN ANALYZE INSERT INTO raw_sensor_data SELECT 1")]
    [InlineData("")]
    public async Task What_would_write_is_not_sent(string sql)
    {
        await using ScriptedAthena athena = await new ScriptedAthena().StartAsync();

        CliResult result = await RunAsync(athena.Url, sql);

        Assert.Equal(
            (2, "ingest: query only reads: it takes one SELECT, WITH, VALUES, DESCRIBE, SHOW or EXPLAIN statement"), (result.Exit, result.Error.Trim()));
        Assert.Empty(athena.Asked);
    }

    [Theory]
    [InlineData("-- how many?\n( SELECT count(*) FROM raw_sensor_data )")]
    [InlineData("with t as (select 1) select * from t")]
    [InlineData("EXPLAIN SELECT 1")]
    public async Task What_reads_is_sent(string sql)
    {
        await using ScriptedAthena athena = await new ScriptedAthena { Columns = [("n", "bigint")], Rows = [["1"]] }.StartAsync();

        Assert.Equal(0, (await RunAsync(athena.Url, sql)).Exit);
    }

    [Fact]
    public async Task An_interrupted_query_ends_in_athena_too()
    {
        await using ScriptedAthena athena = await new ScriptedAthena { State = "RUNNING" }.StartAsync();
        using var process = ExecutableProcess.Start(Environment(), "query", "--config", Config(athena.Url), Sql);
        await athena.Looked.Task.WaitAsync(TimeSpan.FromMinutes(1));

        process.Interrupt();
        CliResult result = await process.EndAsync();

        Assert.Equal((130, "", "ingest: interrupted"), (result.Exit, result.Out, result.Error.Trim()));
        Assert.Equal("StopQueryExecution", (string?)athena.Asked[^1]["Action"]);
    }

    [Fact]
    public async Task A_query_that_is_interrupted_while_it_is_being_started_ends_in_athena_too()
    {
        using var interrupt = new CancellationTokenSource();
        List<string> stopped = [];
        await using ScriptedAwsJson athena = await ScriptedAwsJson.StartAsync("athena", async (action, request) =>
        {
            if (action == "StartQueryExecution")
            {
                await interrupt.CancelAsync();
                return new JsonObject { ["QueryExecutionId"] = "q1" };
            }

            stopped.Add($"{action} {request.GetProperty("QueryExecutionId").GetString()}");
            return new JsonObject();
        });
        var query = new AthenaQuery(athena.Spec, new CatalogSpec.Glue("sensors"), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query.RunAsync(Sql, (_, _) => { }, interrupt.Token));

        Assert.Equal(["StopQueryExecution q1"], stopped);
    }

    [Fact]
    public async Task A_start_that_is_interrupted_and_never_answered_is_not_waited_for_and_is_said()
    {
        using var interrupt = new CancellationTokenSource();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource<object>();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using ScriptedAwsJson athena = await ScriptedAwsJson.StartAsync("athena", (_, _) =>
        {
            asked.TrySetResult();
            return never.Task;
        });
        var query = new AthenaQuery(athena.Spec, new CatalogSpec.Glue("sensors"), clock);

        Task run = query.RunAsync(Sql, (_, _) => { }, interrupt.Token);
        await asked.Task;
        await interrupt.CancelAsync();
        clock.Advance(TimeSpan.FromSeconds(6));
        IngestException said = await Assert.ThrowsAsync<IngestException>(() => run);
        never.SetResult(new JsonObject());

        Assert.Equal("Interrupted before Athena said whether the query was started: it may go on in the workgroup primary.", said.Message);
    }

    [Fact]
    public async Task A_lake_in_s3_without_a_catalog_says_what_is_missing()
    {
        JsonNode configuration = Configuration(new Uri("http://127.0.0.1:1"));
        configuration.AsObject().Remove("Catalog");

        CliResult result = await Cli.RawAsync(["query", "--config", _folder.File("ingest.json", configuration.ToJsonString()), Sql]);

        Assert.Equal(
            (2, "ingest: SQL over s3://bucket/lake is answered by Athena, which asks a catalog: set Catalog.Kind to glue and name its Database"),
            (result.Exit, result.Error.Trim()));
    }

    private static Dictionary<string, string> Environment() => new() { ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test" };

    /// <summary>As a process, since credentials are those of its environment.</summary>
    private async Task<CliResult> RunAsync(Uri athena, string sql, params string[] options)
    {
        using var process = ExecutableProcess.Start(Environment(), ["query", "--config", Config(athena), sql, .. options]);
        return await process.EndAsync();
    }

    private string Config(Uri athena) => _folder.File("ingest.json", Configuration(athena).ToJsonString());

    private static JsonNode Configuration(Uri athena) => JsonNode.Parse($$"""
        {
          "Source": { "Url": "sqlite:source.db" },
          "Lake": { "Root": "s3://bucket/lake" },
          "Aws": { "Endpoint": "{{athena.AbsoluteUri}}" },
          "Catalog": { "Kind": "glue", "Database": "sensors", "Workgroup": "analysts", "Output": "s3://results/athena/" },
          "Tables": { "sensors": { "Copy": true } }
        }
        """)!;
}
