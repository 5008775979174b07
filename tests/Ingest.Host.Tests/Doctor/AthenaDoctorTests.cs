using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Actors.Catalogs;
using Ingest.Host.Doctor;
using Ingest.TestKit.Aws;

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
    private ScriptedAwsJson _athena = null!;

    public async Task InitializeAsync() => _athena = await ScriptedAwsJson.StartAsync("athena", Answer);

    public async Task DisposeAsync() => await _athena.DisposeAsync();

    [Theory]
    [InlineData("GetQueryExecution")]
    [InlineData("GetQueryResults")]
    [InlineData("StopQueryExecution")]
    public async Task An_action_on_queries_that_is_missing_is_named(string action)
    {
        _queries.AddRange([(Running, "RUNNING"), (Ended, "SUCCEEDED")]);
        _athena.Fail(action, new AwsFault("AccessDeniedException", 400, $"You are not authorized to perform: athena:{action} on the resource. After your AWS administrator or you have updated your permissions, please try again."));

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
            ["athena:GetWorkGroup", "athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults", "athena:StopQueryExecution"],
            seen.Select(one => one.Subject));
        Assert.Equal([Ended], _stopped);
    }

    [Fact]
    public async Task Results_that_S3_does_not_give_were_asked_for_with_leave()
    {
        _queries.Add((Ended, "SUCCEEDED"));
        _athena.Fail("GetQueryResults", new AwsFault("AccessDeniedException", 400, "Access denied when reading from location: s3://others-results/athena/"));

        Assert.All(await LookAsync(), one => Assert.Equal(Verdict.Ok, one.Verdict));
    }

    /// <summary>One that failed may be queued again by Athena itself.</summary>
    [Fact]
    public async Task Where_no_query_is_known_to_have_ended_none_is_stopped_and_that_is_said()
    {
        _queries.AddRange([(Running, "RUNNING"), (Failed, "FAILED")]);

        Observation skipped = Assert.Single(await LookAsync(), one => one.Verdict != Verdict.Ok);

        Assert.Equal("athena:StopQueryExecution", skipped.Subject);
        Assert.Equal("it may be missing: it can only be tried on a query that has ended, and none of the workgroup analysts is known to have", skipped.Sentence);
        Assert.Empty(_stopped);
    }

    [Fact]
    public async Task Before_the_first_query_one_line_says_what_could_not_be_tried()
    {
        Observation skipped = Assert.Single(await LookAsync(), one => one.Verdict != Verdict.Ok);

        Assert.Equal(
            "athena:GetQueryExecution, athena:GetQueryResults and athena:StopQueryExecution may be missing: they can only be tried on a query, and no query has run in the workgroup analysts yet",
            skipped.Sentence);
    }

    [Fact]
    public async Task Who_may_not_list_queries_is_told_that_nothing_could_be_tried()
    {
        _queries.Add((Ended, "SUCCEEDED"));
        _athena.Fail("ListQueryExecutions", AwsFault.Denied("athena:ListQueryExecutions"));

        Observation skipped = Assert.Single(await LookAsync(), one => one.Verdict != Verdict.Ok);

        Assert.Equal(Verdict.Skipped, skipped.Verdict);
        Assert.EndsWith("they can only be tried on a query, and athena:ListQueryExecutions was denied, and would find one", skipped.Sentence, StringComparison.Ordinal);
    }

    private object Answer(string action, JsonElement request)
    {
        string id = request.TryGetProperty("QueryExecutionId", out JsonElement asked) ? asked.GetString()! : "";
        switch (action)
        {
            case "GetWorkGroup":
                return new JsonObject { ["WorkGroup"] = new JsonObject { ["Name"] = "analysts", ["State"] = "ENABLED" } };
            case "StartQueryExecution":
                throw Refused("line 1:1: mismatched input 'ingest'. Expecting: 'ALTER', 'ANALYZE', 'CALL', 'COMMIT', 'CREATE', <query>");
            case "ListQueryExecutions":
                return new JsonObject { ["QueryExecutionIds"] = new JsonArray([.. _queries.Select(query => JsonValue.Create(query.Id))]) };
            case "GetQueryExecution":
                return new JsonObject { ["QueryExecution"] = new JsonObject { ["QueryExecutionId"] = id, ["Status"] = new JsonObject { ["State"] = StateOf(id) } } };
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

    private string StateOf(string id) => _queries.Find(query => query.Id == id).State ?? throw Refused($"QueryExecution {id} was not found");

    private static AwsFaultException Refused(string text) => new(new AwsFault("InvalidRequestException", 400, text));

    /// <summary>A workgroup that the configuration names, since what others lack is only said. Where its results go is not looked at here.</summary>
    private async Task<List<Observation>> LookAsync()
    {
        var catalog = new CatalogSpec.Glue("sensor_data") { Workgroup = "analysts" };
        List<Observation> seen = await new AthenaExamination(catalog, _athena.Spec, TimeProvider.System).RunAsync(CancellationToken.None).ToListAsync();
        return [.. seen.Where(one => one.Subject != "output")];
    }
}
