using System.Collections.Concurrent;
using System.Text.Json;
using Amazon.Runtime;
using Ingest.Actors.Aws;
using Microsoft.AspNetCore.Http;

namespace Ingest.TestKit.Aws;

/// <summary>A service of the AWS JSON 1.1 protocol on the loopback interface. It refuses what is not signed rightly, and fails as
/// it is told to.</summary>
public sealed class ScriptedAwsJson : IAsyncDisposable
{
    private const string Region = "eu-central-1";

    private readonly string _service;
    private readonly Func<string, JsonElement, Task<object>> _answer;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<AwsFault>> _faults = new();
    private LoopbackServer _server = null!;

    private ScriptedAwsJson(string service, Func<string, JsonElement, Task<object>> answer)
    {
        _service = service;
        _answer = answer;
    }

    /// <summary>Whose requests it takes.</summary>
    public SessionAWSCredentials Credentials { get; } = new("AKIDSCRIPTED", "scripted/secret+key", "scripted-session-token");

    public Uri Url => _server.Url;

    /// <summary>How to reach it.</summary>
    public AwsSpec Spec => new() { Region = Region, Endpoint = _server.Url, Credentials = Credentials };

    /// <summary>Answers what is no action of the protocol, such as a request to S3 at the same address.</summary>
    public RequestDelegate Others { get; set; } = _ => throw new InvalidOperationException("Only actions are scripted.");

    /// <summary>Actions that were asked for, in order; those that failed too.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <param name="service">As signatures name it: <c>glue</c>.</param>
    /// <param name="answer">Answers an action with what becomes JSON. Throws <see cref="AwsFaultException"/>.</param>
    public static Task<ScriptedAwsJson> StartAsync(string service, Func<string, JsonElement, object> answer) =>
        StartAsync(service, (action, request) => Task.FromResult(answer(action, request)));

    /// <inheritdoc cref="StartAsync(string, Func{string, JsonElement, object})"/>
    public static async Task<ScriptedAwsJson> StartAsync(string service, Func<string, JsonElement, Task<object>> answer)
    {
        var scripted = new ScriptedAwsJson(service, answer);
        scripted._server = await LoopbackServer.StartAsync(scripted.AnswerAsync);
        return scripted;
    }

    /// <summary>The next requests for an action fail so.</summary>
    public void Fail(string action, AwsFault fault, int times = 1)
    {
        ConcurrentQueue<AwsFault> faults = _faults.GetOrAdd(action, _ => new());
        for (int i = 0; i < times; i++)
        {
            faults.Enqueue(fault);
        }
    }

    public int Count(string action) => Calls.Count(call => call == action);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Headers["X-Amz-Target"].Count == 0)
        {
            await Others(context);
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        string action = context.Request.Headers["X-Amz-Target"].ToString().Split('.')[^1];
        Calls.Enqueue(action);
        AwsFault? fault = _faults.TryGetValue(action, out ConcurrentQueue<AwsFault>? faults) && faults.TryDequeue(out AwsFault? next) ? next : null;
        try
        {
            if (Refusal(context.Request, body.ToArray()) is { } refusal)
            {
                throw new AwsFaultException(new AwsFault("InvalidSignatureException", 400, refusal));
            }

            if (fault is not null && fault != AwsFault.ReplyLost)
            {
                throw new AwsFaultException(fault);
            }

            using JsonDocument request = JsonDocument.Parse(body.ToArray());
            object answer = await _answer(action, request.RootElement);
            if (fault is not null)
            {
                throw new AwsFaultException(fault);
            }

            await WriteAsync(context, 200, answer);
        }
        catch (AwsFaultException failure) when (failure.Fault.Code is null)
        {
            context.Abort();
        }
        catch (AwsFaultException failure)
        {
            await WriteAsync(context, failure.Fault.Status, new Dictionary<string, string?>
            {
                ["__type"] = failure.Fault.Code,
                ["message"] = failure.Fault.Text,
            });
        }
    }

    private string? Refusal(HttpRequest request, byte[] body)
    {
        ImmutableCredentials who = Credentials.GetCredentials();
        string? wrong = SignatureV4.WhatIsWrong(
            request, body, _service, Region, new Dictionary<string, string> { [who.AccessKey] = who.SecretKey });
        return wrong ?? (request.Headers["x-amz-security-token"] == who.Token ? null : "the session's token is missing");
    }

    private static async Task WriteAsync(HttpContext context, int status, object answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer), context.RequestAborted);
    }
}
