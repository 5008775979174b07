using System.Net.Http.Headers;
using System.Text.Json;
using Amazon.Runtime;
using Ingest.Actors.Units;
using Polly;
using Polly.Retry;

namespace Ingest.Actors.Aws;

/// <summary>
/// The AWS JSON 1.1 protocol (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html): one signed POST an action. What was
/// throttled, failed in the service or was lost is repeated, a bounded number of times, with backoff and jitter; credentials are
/// asked for anew each time.
/// </summary>
public sealed class AwsJsonClient
{
    /// <summary>An answer of Glue or Athena has a thousand items of a few kilobytes at most.</summary>
    private const int AnswerBytesMax = 32 * 1024 * 1024;

    /// <summary>Shared by all clients, and never disposed: it holds connections only, and renews them, so that a changed address is seen.</summary>
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        MaxResponseContentBufferSize = AnswerBytesMax,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly AwsSpec _spec;
    private readonly AwsService _service;
    private readonly TimeProvider _clock;
    private readonly AwsLimits _limits;
    private readonly ResiliencePipeline _repeating;

    public AwsJsonClient(AwsSpec spec, AwsService service, TimeProvider clock, AwsLimits? limits = null)
    {
        _spec = spec;
        _service = service;
        _clock = clock;
        _limits = limits ?? new AwsLimits();
        _repeating = Repeating();
    }

    /// <summary>Asks for one action.</summary>
    /// <param name="action">Such as <c>GetTable</c>.</param>
    /// <param name="resource">What it is about, for sentences: <c>table sensor_data.readings</c>.</param>
    /// <param name="request">Its members.</param>
    /// <param name="cancellation">Abandons it.</param>
    /// <exception cref="IngestException">It failed; <see cref="AwsCodes.Says"/> tells the service's code.</exception>
    public async Task<TResponse> SendAsync<TRequest, TResponse>(
        string action, string resource, TRequest request, CancellationToken cancellation)
    {
        string region = await _spec.FindRegionAsync(cancellation);
        Uri endpoint = AwsEndpoint.Of(_spec, _service, region);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(request, AwsJson.Options);
        try
        {
            byte[] answer = await _repeating.ExecuteAsync(
                async token => await AttemptAsync(action, endpoint, region, body, token), cancellation);
            return JsonSerializer.Deserialize<TResponse>(answer, AwsJson.Options) ?? throw new JsonException("It is null.");
        }
        catch (AmazonServiceException failure)
        {
            throw AwsFailure.Of(failure, _service, action, resource);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or TimeoutException or JsonException)
        {
            throw AwsFailure.Unreachable(failure, _service, endpoint, action, resource);
        }
    }

    private async Task<byte[]> AttemptAsync(string action, Uri endpoint, string region, byte[] body, CancellationToken cancellation)
    {
        ImmutableCredentials who = await _spec.FindCredentialsAsync(cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, "/")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", $"{_service.Target}.{action}");
        AwsSigner.Sign(request, body, _service.Id, region, who, _clock.GetUtcNow());
        using var late = new CancellationTokenSource(_limits.Attempt, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            using HttpResponseMessage answer = await Http.SendAsync(request, either.Token);
            byte[] content = await answer.Content.ReadAsByteArrayAsync(either.Token);
            return answer.IsSuccessStatusCode ? content : throw Said(answer, content);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer within {_limits.Attempt.TotalSeconds:0} s.");
        }
    }

    /// <summary>The code is in the body (<c>__type</c>), behind a <c>#</c> where it has a namespace, or in a header.</summary>
    private static AmazonServiceException Said(HttpResponseMessage answer, byte[] content)
    {
        string? code = Header(answer, "x-amzn-ErrorType");
        string? message = null;
        try
        {
            using JsonDocument body = JsonDocument.Parse(content);
            code = Text(body, "__type") ?? code;
            message = Text(body, "message") ?? Text(body, "Message");
        }
        catch (JsonException)
        {
            // A proxy or a load balancer answers with a page; its status is all that can be told.
        }

        code = code?.Split(':')[0].Split('#')[^1] ?? $"HTTP {(int)answer.StatusCode}";
        return new AmazonServiceException(
            message ?? "", null, ErrorType.Unknown, code, Header(answer, "x-amzn-RequestId") ?? "", answer.StatusCode);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First() : null;

    private static string? Text(JsonDocument body, string name) =>
        body.RootElement.ValueKind == JsonValueKind.Object
        && body.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private ResiliencePipeline Repeating() => _limits.Retries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder
    {
        TimeProvider = _clock,
    }.AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = _limits.Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = _limits.FirstDelay,
        MaxDelay = _limits.LongestDelay,
        ShouldHandle = attempt => ValueTask.FromResult(MayPass(attempt.Outcome.Exception)),
    }).Build();

    private static bool MayPass(Exception? failure) => failure switch
    {
        AmazonServiceException said => AwsCodes.IsThrottling(said) || AwsCodes.IsPassing(said),
        HttpRequestException lost => lost.HttpRequestError != HttpRequestError.ConfigurationLimitExceeded,
        IOException or TimeoutException => true,
        _ => false,
    };
}
