using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Ingest.TestKit.Aws;

/// <summary>
/// A small S3 in memory, with documented answers and limits, whose requests a test can count, fail, hold and lose the replies of.
/// </summary>
public sealed class ScriptedS3 : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ScriptedS3Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private LoopbackServer? _server;

    private ScriptedS3(TimeProvider clock) => _clock = clock;

    public Uri Url => _server!.Url;

    /// <summary>What happens to a request; null: nothing but its work. Called once for each, before it is done.</summary>
    public Func<ScriptedS3Request, ScriptedS3Fault?> Fault { get; set; } = _ => null;

    /// <summary>As older servers do.</summary>
    public bool IgnoresConditions { get; set; }

    /// <summary>Whether the list of uploads says when they were begun.</summary>
    public bool DatesUploads { get; set; } = true;

    /// <summary>Every bucket's rules, <c>LifecycleConfiguration</c> of the API without its namespace; null: there are none.</summary>
    public XElement? Lifecycle { get; set; }

    /// <summary>What one page of a list holds.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>Every request so far: action and key.</summary>
    public ConcurrentQueue<(string Action, string Key)> Requests { get; } = new();

    /// <param name="clock">Says when uploads begin; null: the system's.</param>
    public static async Task<ScriptedS3> StartAsync(TimeProvider? clock = null)
    {
        var server = new ScriptedS3(clock ?? TimeProvider.System);
        server._server = await LoopbackServer.StartAsync(server.AnswerAsync);
        return server;
    }

    public void CreateBucket(string name) => _buckets[name] = new ScriptedS3Bucket(_clock);

    /// <summary>Begins an upload without a request, at whatever key; its id.</summary>
    public string BeginUpload(string bucket, string key) => _buckets[bucket].Begin(key, new Dictionary<string, string>());

    /// <summary>A bucket's objects by key.</summary>
    public IReadOnlyDictionary<string, ScriptedS3Object> Objects(string bucket) => _buckets[bucket].Objects;

    /// <summary>A bucket's uploads that were neither completed nor aborted: key and id.</summary>
    public IReadOnlyList<(string Key, string Id)> Uploads(string bucket) => [.. _buckets[bucket].Uploads.Select(upload => (upload.Key, upload.Id))];

    /// <summary>The first request of an action, at a key with that in it, meets a fault; those after it none.</summary>
    public void FaultOnce(string action, ScriptedS3Fault fault, string key = "") => FaultTimes(action, 1, fault, key);

    /// <summary>So many requests of an action meet a fault.</summary>
    public void FaultTimes(string action, int times, ScriptedS3Fault fault, string key = "")
    {
        Func<ScriptedS3Request, ScriptedS3Fault?> before = Fault;
        int left = times;
        Fault = request => request.Action == action && request.Key.Contains(key, StringComparison.Ordinal) && Interlocked.Decrement(ref left) >= 0
            ? fault
            : before(request);
    }

    /// <summary>How often an action was asked for.</summary>
    public int Count(string action) => Requests.Count(request => request.Action == action);

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        ScriptedS3Answer answer;
        try
        {
            ScriptedS3Request request = await ScriptedS3Request.ReadAsync(context);
            Requests.Enqueue((request.Action, request.Key));
            ScriptedS3Fault? fault = Fault(request);
            if (fault?.Waits is { } waits)
            {
                await waits.WaitAsync(context.RequestAborted);
            }

            ScriptedS3Answer? done = fault is null || fault.Does ? Do(request) : null;
            if (fault is { IsBare: true })
            {
                await ScriptedS3Answer.Xml(new XElement("CompleteMultipartUploadResult")).WriteAsync(context, head: false);
                return;
            }

            if (fault is { Error: null, Waits: null })
            {
                context.Abort();
                return;
            }

            answer = fault?.Error is { } error ? ScriptedS3Answer.Of(error) : done!;
        }
        catch (ScriptedS3Exception error)
        {
            answer = ScriptedS3Answer.Of(error);
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            return;
        }

        await answer.WriteAsync(context, context.Request.Method == "HEAD");
    }

    private ScriptedS3Answer Do(ScriptedS3Request request) => _buckets.TryGetValue(request.Bucket, out ScriptedS3Bucket? bucket)
        ? ScriptedS3Actions.Answer(request, bucket, this)
        : throw new ScriptedS3Exception(404, "NoSuchBucket", "The specified bucket does not exist");
}
