using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.TestKit.Aws;
using Microsoft.AspNetCore.Http;

namespace Ingest.Host.Tests.Queries;

/// <summary>Answers as Athena does, as its API reference has it: a query runs for two looks, results come in pages, those of a SELECT with the
/// names of the columns before them.</summary>
internal sealed class ScriptedAthena : IAsyncDisposable
{
    private const int RowsOfAPage = 2;

    private readonly List<JsonObject> _asked = [];
    private LoopbackServer _server = null!;
    private int _looks;

    public Uri Url => _server.Url;

    /// <summary>Names and types.</summary>
    public (string Name, string Type)[] Columns { get; init; } = [];

    public string?[][] Rows { get; init; } = [];

    public bool IsSelect { get; init; } = true;

    public long Scanned { get; init; }

    /// <summary>How it ends.</summary>
    public string State { get; init; } = "SUCCEEDED";

    public string? Reason { get; init; }

    /// <summary>Completed when somebody has looked at a query that does not end.</summary>
    public TaskCompletionSource Looked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Requests with their action as the member <c>Action</c>, in order.</summary>
    public IReadOnlyList<JsonObject> Asked => _asked;

    public async Task<ScriptedAthena> StartAsync()
    {
        _server = await LoopbackServer.StartAsync(AnswerAsync);
        return this;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        string action = context.Request.Headers["X-Amz-Target"].ToString().Split('.')[^1];
        var request = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        request["Action"] = action;
        lock (_asked)
        {
            _asked.Add(request);
        }

        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.WriteAsync((action switch
        {
            "StartQueryExecution" => new JsonObject { ["QueryExecutionId"] = "q1" },
            "GetQueryExecution" => Query(),
            "GetQueryResults" => Page((string?)request["NextToken"]),
            _ => new JsonObject(),
        }).ToJsonString());
    }

    private JsonObject Query()
    {
        _looks++;
        string state = _looks <= 2 ? "RUNNING" : State;
        if (_looks > 2)
        {
            Looked.TrySetResult();
        }

        return new JsonObject
        {
            ["QueryExecution"] = new JsonObject
            {
                ["QueryExecutionId"] = "q1",
                ["Status"] = new JsonObject { [nameof(State)] = state, ["StateChangeReason"] = Reason },
                ["Statistics"] = new JsonObject { ["DataScannedInBytes"] = Scanned },
            },
        };
    }

    private JsonObject Page(string? token)
    {
        string?[][] all = IsSelect ? [[.. Columns.Select(column => column.Name)], .. Rows] : Rows;
        int from = token is null ? 0 : int.Parse(token, null);
        return new JsonObject
        {
            ["NextToken"] = from + RowsOfAPage < all.Length ? $"{from + RowsOfAPage}" : null,
            ["ResultSet"] = new JsonObject
            {
                [nameof(Rows)] = JsonSerializer.SerializeToNode(all.Skip(from).Take(RowsOfAPage).Select(row => new { Data = row.Select(Datum) })),
                ["ResultSetMetadata"] = new JsonObject
                {
                    ["ColumnInfo"] = JsonSerializer.SerializeToNode(Columns.Select(column => new { column.Name, Label = column.Name, column.Type })),
                },
            },
        };
    }

    private static Dictionary<string, string> Datum(string? value) => value is null ? [] : new() { ["VarCharValue"] = value };
}
