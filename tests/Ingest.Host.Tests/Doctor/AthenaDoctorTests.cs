using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Host.Doctor;
using Ingest.TestKit.Aws;
using Microsoft.AspNetCore.Http;

namespace Ingest.Host.Tests.Doctor;

/// <summary>What doctor asks of an Athena that runs nothing but statements, with the replies that its reference documents
/// (https://docs.aws.amazon.com/athena/latest/APIReference/).</summary>
public sealed class AthenaDoctorTests : IAsyncLifetime
{
    private const string Ended = "11111111-1111-4111-8111-111111111111";
    private const string Running = "22222222-2222-4222-8222-222222222222";
    private const string Failed = "33333333-3333-4333-8333-333333333333";

    private readonly List<(string Id, string State)> _queries = [];
    private readonly List<string> _stopped = [];
    private readonly JsonObject _configuration = [];
    private readonly List<string> _askedOfS3 = [];
    private ScriptedAwsJson _athena = null!;
    private string _placeOfResults = "";

    /// <summary>It takes anything for a statement, as stand-ins do.</summary>
    private bool _isAnything;

    public async Task InitializeAsync()
    {
        _athena = await ScriptedAwsJson.StartAsync("athena", Answer);
        _athena.Others = S3Async;
    }

    public async Task DisposeAsync() => await _athena.DisposeAsync();

    [Theory]
    [InlineData("GetQueryExecution")]
    [InlineData("GetQueryResults")]
    [InlineData("StopQueryExecution")]
    public async Task An_action_on_queries_that_is_missing_is_named(string action)
    {
        _queries.AddRange([(Running, "RUNNING"), (Ended, "SUCCEEDED")]);
        _athena.Fail(action, new AwsFault(
            "AccessDeniedException", 400,
            $"You are not authorized to perform: athena:{action} on the resource. After your AWS administrator or you have updated your "
            + "permissions, please try again."));

        Observation missing = Assert.Single(await LookAsync(), one => one.Verdict == Verdict.Missing);

        Assert.Equal($"athena:{action}", missing.Subject);
        Assert.Contains($"athena:{action} on query ", missing.Sentence, StringComparison.Ordinal);
        Assert.Contains("was denied; grant it, see docs/permissions.md", missing.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SUCCEEDED")]
    [InlineData("CANCELLED")]
    public async Task They_are_tried_on_a_query_that_has_ended_and_no_other_is_stopped(string state)
    {
        _queries.AddRange([(Running, "RUNNING"), (Failed, "FAILED"), (Ended, state)]);

        List<Observation> seen = await LookAsync();

        Assert.All(seen, one => Assert.Equal(Verdict.Ok, one.Verdict));
        Assert.Equal(
            [
                "athena:GetWorkGroup", "athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults",
                "athena:StopQueryExecution", "s3:GetBucketLocation",
            ],
            seen.Select(one => one.Subject));
        Assert.Equal([Ended], _stopped);
    }

    /// <param name="configured">Where results are to go.</param>
    /// <param name="place">Where those of the query are; empty: nobody says.</param>
    /// <param name="verdict">What it means that S3 does not give them.</param>
    [Theory]
    [InlineData(null, "s3://others-results/athena/1.csv", nameof(Verdict.Ok))]
    [InlineData("s3://my-results/athena/", "s3://others-results/athena/1.csv", nameof(Verdict.Ok))]
    [InlineData("s3://my-results/athena", "s3://my-results/athena-of-others/1.csv", nameof(Verdict.Ok))]
    [InlineData("s3://my-results/athena/", "s3://my-results/athena/1.csv", nameof(Verdict.Missing))]
    [InlineData("s3://my-results/athena/", "", nameof(Verdict.Skipped))]
    public async Task Results_that_S3_does_not_give_are_anothers_only_where_they_do_not_lie_in_our_own_place(
        string? configured, string place, string verdict)
    {
        _queries.Add((Ended, "SUCCEEDED"));
        _configuration["ResultConfiguration"] = new JsonObject { ["OutputLocation"] = configured };
        _placeOfResults = place;
        _athena.Fail("GetQueryResults", new AwsFault("AccessDeniedException", 400, $"Access denied when reading from location: {place} of s3:"));

        List<Observation> seen = await LookAsync();

        Assert.Equal(verdict, seen.Single(one => one.Subject == "athena:GetQueryResults").Verdict.ToString());
        Assert.All(seen.Where(one => one.Subject != "athena:GetQueryResults"), one => Assert.Equal(Verdict.Ok, one.Verdict));
    }

    [Theory]
    [InlineData(null, nameof(Verdict.Ok), "Athena keeps the results of the workgroup analysts itself")]
    [InlineData(
        "s3://my-results/athena/", nameof(Verdict.Missing),
        "Athena keeps the results of the workgroup analysts itself, and refuses queries that name another place: leave Catalog.Output out")]
    public async Task A_workgroup_whose_results_Athena_keeps_itself_needs_no_place_for_them(string? output, string verdict, string sentence)
    {
        _configuration["ManagedQueryResultsConfiguration"] = new JsonObject { ["Enabled"] = true };

        Observation seen = (await LookAllAsync(output)).Single(one => one.Subject == "output");

        Assert.Equal((verdict, sentence), (seen.Verdict.ToString(), seen.Sentence));
        Assert.DoesNotContain(_askedOfS3, path => path.Contains("my-results", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_said_once()
    {
        _athena.Fail("GetWorkGroup", AwsFault.Dropped, times: 100);

        List<Observation> seen = await LookAllAsync(null);

        Assert.Equal([("athena:GetWorkGroup", Verdict.Missing), ("other actions", Verdict.Skipped)], seen.Select(one => (one.Subject, one.Verdict)));
        Assert.Equal(2, _athena.Count("GetWorkGroup"));
    }

    [Fact]
    public async Task A_query_that_was_taken_and_cannot_be_stopped_is_not_tried_for_long()
    {
        _isAnything = true;
        _athena.Fail("StopQueryExecution", AwsFault.Dropped, times: 100);

        List<Observation> seen = await LookAsync();

        Assert.Equal(Verdict.Missing, seen.Single(one => one.Subject == "athena:StopQueryExecution").Verdict);
        Assert.Equal(2, _athena.Count("StopQueryExecution"));
    }

    /// <summary>One that failed may be queued again by Athena itself.</summary>
    [Fact]
    public async Task Where_no_query_is_known_to_have_ended_none_is_stopped_and_that_is_said()
    {
        _queries.AddRange([(Running, "RUNNING"), (Failed, "FAILED")]);

        Observation skipped = Assert.Single(await LookAsync(), one => one.Verdict != Verdict.Ok);

        Assert.Equal("athena:StopQueryExecution", skipped.Subject);
        Assert.Equal(
            "it may be missing: it can only be tried on a query that has ended, and none of the workgroup analysts is known to have",
            skipped.Sentence);
        Assert.Empty(_stopped);
    }

    [Fact]
    public async Task Before_the_first_query_one_line_says_what_could_not_be_tried()
    {
        Observation skipped = Assert.Single(await LookAsync(), one => one.Verdict != Verdict.Ok);

        Assert.Equal(
            "athena:GetQueryExecution, athena:GetQueryResults and athena:StopQueryExecution may be missing: they can only be tried on a query, "
            + "and no query has run in the workgroup analysts yet",
            skipped.Sentence);
    }

    [Fact]
    public async Task Who_may_not_list_queries_is_told_that_nothing_could_be_tried()
    {
        _queries.Add((Ended, "SUCCEEDED"));
        _athena.Fail("ListQueryExecutions", AwsFault.Denied("athena:ListQueryExecutions"));

        Observation skipped = Assert.Single(await LookAsync(), one => one.Verdict != Verdict.Ok);

        Assert.Equal(Verdict.Skipped, skipped.Verdict);
        Assert.EndsWith(
            "they can only be tried on a query, and athena:ListQueryExecutions was denied, and would find one", skipped.Sentence,
            StringComparison.Ordinal);
    }

    private object Answer(string action, JsonElement request)
    {
        string id = request.TryGetProperty("QueryExecutionId", out JsonElement asked) ? asked.GetString()! : "";
        switch (action)
        {
            case "GetWorkGroup":
                return new JsonObject
                {
                    ["WorkGroup"] = new JsonObject { ["Name"] = "analysts", ["State"] = "ENABLED", ["Configuration"] = _configuration.DeepClone() },
                };
            case "StartQueryExecution" when _isAnything:
                _queries.Add((Running, "FAILED"));
                return new JsonObject { ["QueryExecutionId"] = Running };
            case "StartQueryExecution":
                throw Refused("line 1:1: mismatched input 'ingest'. Expecting: 'ALTER', 'ANALYZE', 'CALL', 'COMMIT', 'CREATE', <query>");
            case "ListQueryExecutions":
                return new JsonObject { ["QueryExecutionIds"] = new JsonArray([.. _queries.Select(query => JsonValue.Create(query.Id))]) };
            case "GetQueryExecution":
                return new JsonObject
                {
                    ["QueryExecution"] = new JsonObject
                    {
                        ["QueryExecutionId"] = id,
                        ["Status"] = new JsonObject { ["State"] = StateOf(id) },
                        ["ResultConfiguration"] = _placeOfResults.Length == 0 ? null : new JsonObject { ["OutputLocation"] = _placeOfResults },
                    },
                };
            case "GetQueryResults":
                return StateOf(id) == "SUCCEEDED"
                    ? new JsonObject { ["ResultSet"] = new JsonObject { ["Rows"] = new JsonArray() } }
                    : throw Refused($"Query did not finish successfully. Final query state: {StateOf(id)}");
            case "StopQueryExecution":
                _stopped.Add(id);
                return new JsonObject();
            default:
                throw Refused($"{action} is not scripted");
        }
    }

    /// <summary>The lake's bucket says where it is; there is no other.</summary>
    private async Task S3Async(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        _askedOfS3.Add(path);
        bool isThere = path.StartsWith("/my-data-bucket", StringComparison.Ordinal);
        context.Response.StatusCode = isThere ? 200 : 404;
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync(isThere
            ? """<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-central-1</LocationConstraint>"""
            : "<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message></Error>");
    }

    private string StateOf(string id) => _queries.Find(query => query.Id == id).State ?? throw Refused($"QueryExecution {id} was not found");

    private static AwsFaultException Refused(string text) => new(new AwsFault("InvalidRequestException", 400, text));

    /// <summary>What is seen but for where results go and what may be done there.</summary>
    private async Task<List<Observation>> LookAsync() =>
        [.. (await LookAllAsync(null)).Where(one => one.Subject is not ("output" or "s3:ListBucket"))];

    /// <summary>A workgroup that the configuration names, since what others lack is only said.</summary>
    private async Task<List<Observation>> LookAllAsync(string? output)
    {
        var catalog = new CatalogSpec.Glue("sensor_data") { Workgroup = "analysts", Output = output };
        var lake = new LakeSpec.Bucketed("my-data-bucket", "sensor-data");
        return await new AthenaExamination(catalog, lake, _athena.Spec, TimeProvider.System).RunAsync(CancellationToken.None).ToListAsync();
    }
}
