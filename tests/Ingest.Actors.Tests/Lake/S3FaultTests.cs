using System.Text;
using Ingest.Actors.Aws;
using Ingest.Actors.Lake;
using Ingest.Actors.Tests.Aws;
using Ingest.Actors.Units;
using Ingest.TestKit.Aws;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Ingest.Actors.Tests.Lake;

/// <summary>Lost replies, conflicts and overload: what the lake does before it decides.</summary>
public sealed class S3FaultTests : IAsyncLifetime
{
    private const string Key = "readings/date=20260105/data.parquet";
    private const string Control = "readings/20260105.json";

    private readonly ByteBudget _held = new(long.MaxValue);
    private ScriptedS3 _server = null!;
    private S3Lake _lake = null!;

    /// <summary>Whatever happens to a request that had no effect, or that had one.</summary>
    public static TheoryData<string, ScriptedS3Fault> Unclear => new()
    {
        { "lost before", ScriptedS3Fault.Dropped },
        { "reply lost", ScriptedS3Fault.ReplyLost },
        { "500", ScriptedS3Fault.Answers(500, "InternalError") },
        { "500 though done", ScriptedS3Fault.DoneButAnswers(500, "InternalError") },
        { "503", ScriptedS3Fault.Answers(503, "SlowDown") },
        { "503 though done", ScriptedS3Fault.DoneButAnswers(503, "ServiceUnavailable") },
        { "200 with an error", ScriptedS3Fault.Answers(200, "InternalError") },
        { "200 with an error though done", ScriptedS3Fault.DoneButAnswers(200, "InternalError") },
    };

    public async Task InitializeAsync()
    {
        _server = await ScriptedS3.StartAsync();
        _server.CreateBucket(S3Bucket.Name);
        _lake = S3Bucket.Lake(_server.Url);
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Unclear))]
    public async Task a_completion_whose_answer_leaves_it_open_is_looked_after(string name, ScriptedS3Fault fault)
    {
        await PublishAsync("before", "t0");
        PreparedObject prepared = await PrepareAsync("after", "t1");
        _server.FaultOnce("CompleteMultipartUpload", fault);

        Assert.True(await _lake.PublishAsync(prepared, default), name);

        Assert.Equal(new LakeObject(Key, 5, "t1"), await _lake.LookAsync(Key, default));
        Assert.Empty(_server.Uploads(S3Bucket.Name));
    }

    [Theory]
    [MemberData(nameof(Unclear))]
    public async Task a_completion_after_the_fence_is_none_whatever_is_answered(string name, ScriptedS3Fault fault)
    {
        await PublishAsync("before", "t0");
        PreparedObject prepared = await PrepareAsync("after", "t1");
        await _lake.AbortAsync(Key, prepared.UploadId, default);
        _server.FaultOnce("CompleteMultipartUpload", fault);

        Assert.False(await _lake.PublishAsync(prepared, default), name);

        Assert.Equal(new LakeObject(Key, 6, "t0"), await _lake.LookAsync(Key, default));
    }

    [Fact]
    public async Task a_completion_that_is_not_answered_in_time_is_looked_after()
    {
        var never = new TaskCompletionSource();
        var clock = new FakeTimeProvider();
        PreparedObject prepared = await PrepareAsync("after", "t1");
        _server.FaultOnce("CompleteMultipartUpload", ScriptedS3Fault.Held(never.Task));
        var lake = new S3Lake(S3Bucket.Spec(_server.Url), S3Bucket.Aws, S3Bucket.Hasty, clock);

        Task<bool> publishing = lake.PublishAsync(prepared, default);
        while (_server.Count("CompleteMultipartUpload") == 0)
        {
            await Task.Yield();
        }

        clock.Advance(S3Bucket.Hasty.Completion);
        while (!publishing.IsCompleted)
        {
            // The pause before it is asked again.
            clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        Assert.True(await publishing);
        Assert.Equal(2, _server.Count("CompleteMultipartUpload"));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task a_completion_that_is_answered_without_a_tag_is_looked_after(bool done, int times)
    {
        PreparedObject prepared = await PrepareAsync("after", "t1");
        _server.FaultOnce("CompleteMultipartUpload", ScriptedS3Fault.Bare(done));

        Assert.True(await _lake.PublishAsync(prepared, default));

        Assert.Equal(times, _server.Count("CompleteMultipartUpload"));
        Assert.Equal("t1", (await _lake.LookAsync(Key, default))?.Token);
    }

    [Theory]
    [InlineData("InvalidPart")]
    [InlineData("InvalidPartOrder")]
    [InlineData("EntityTooSmall")]
    public async Task a_completion_whose_parts_are_not_there_is_looked_after(string code)
    {
        PreparedObject gone = await PrepareAsync("gone", "t0");
        await _lake.AbortAsync(Key, gone.UploadId, default);
        PreparedObject prepared = await PrepareAsync("after", "t1");
        _server.FaultTimes("CompleteMultipartUpload", 2, ScriptedS3Fault.Answers(400, code));

        Assert.False(await _lake.PublishAsync(gone, default));
        IngestException failed = await Assert.ThrowsAsync<IngestException>(() => _lake.PublishAsync(prepared, default));
        Assert.Equal(
            (FailureKind.Transient, $"s3:PutObject on s3://lakes/sensor-data/{Key}: the upload has not the parts that were sent (400 {code}); the unit is run again."),
            (failed.Kind, failed.Message));

        _server.FaultOnce("CompleteMultipartUpload", ScriptedS3Fault.DoneButAnswers(400, code));
        Assert.True(await _lake.PublishAsync(prepared, default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_token_that_has_expired_is_known_where_objects_are_looked_at(bool completing)
    {
        PreparedObject prepared = await PrepareAsync("after", "t1");
        _server.Fault = request => request.Action switch
        {
            "CompleteMultipartUpload" => ScriptedS3Fault.Dropped,
            "GetObject" or "HeadObject" => ScriptedS3Fault.Answers(400, "ExpiredToken", "The provided token has expired."),
            _ => null,
        };

        IngestException failed = await Assert.ThrowsAsync<IngestException>(
            () => completing ? _lake.PublishAsync(prepared, default) : _lake.FindAsync(Key, default));

        Assert.Equal(FailureKind.Transient, failed.Kind);
        Assert.Contains("the credentials have expired", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_completion_may_take_minutes()
    {
        var clock = new FakeTimeProvider();
        var done = new TaskCompletionSource();
        PreparedObject prepared = await PrepareAsync("after", "t1");
        _server.FaultOnce("CompleteMultipartUpload", ScriptedS3Fault.Held(done.Task));
        var lake = new S3Lake(S3Bucket.Spec(_server.Url), S3Bucket.Aws, S3Patience.Default, clock);

        Task<bool> publishing = lake.PublishAsync(prepared, default);
        while (_server.Count("CompleteMultipartUpload") == 0)
        {
            await Task.Yield();
        }

        clock.Advance(TimeSpan.FromMinutes(9));
        done.SetResult();

        Assert.True(await publishing);
        Assert.Equal((1, 0), (_server.Count("CompleteMultipartUpload"), _server.Count("ListParts")));
    }

    [Fact]
    public async Task a_completion_that_lands_after_it_was_given_up_is_found()
    {
        PreparedObject prepared = await PrepareAsync("after", "t1");
        int asked = 0;
        _server.Fault = request => request.Action == "CompleteMultipartUpload" && ++asked == 1 ? ScriptedS3Fault.Dropped
            : request.Action == "CompleteMultipartUpload" ? ScriptedS3Fault.DoneButAnswers(404, "NoSuchUpload")
            : null;

        Assert.True(await _lake.PublishAsync(prepared, default));
    }

    [Fact]
    public async Task a_conflict_on_completion_means_that_the_unit_is_done_again()
    {
        PreparedObject prepared = await PrepareAsync("after", "t1");
        _server.FaultOnce("CompleteMultipartUpload", ScriptedS3Fault.Answers(409, "ConditionalRequestConflict"));

        IngestException failed = await Assert.ThrowsAsync<IngestException>(() => _lake.PublishAsync(prepared, default));

        Assert.Equal(FailureKind.Transient, failed.Kind);
        Assert.Equal(
            $"s3:PutObject on s3://lakes/sensor-data/{Key} met another write to the same key (409 ConditionalRequestConflict); the unit is run again.",
            failed.Message);
    }

    [Fact]
    public async Task a_completion_that_never_succeeds_is_given_up()
    {
        PreparedObject prepared = await PrepareAsync("after", "t1");
        _server.FaultTimes("CompleteMultipartUpload", 100, ScriptedS3Fault.Answers(503, "SlowDown"));

        IngestException failed = await Assert.ThrowsAsync<IngestException>(() => _lake.PublishAsync(prepared, default));

        Assert.Equal(FailureKind.Transient, failed.Kind);
        Assert.Equal(S3Bucket.Hasty.Attempts, _server.Count("CompleteMultipartUpload"));
        Assert.Null(await _lake.FindAsync(Key, default));
    }

    [Theory]
    [MemberData(nameof(Unclear))]
    public async Task a_record_whose_answer_leaves_it_open_is_looked_after(string name, ScriptedS3Fault fault)
    {
        string? before = await PutAsync("before", null);
        _server.FaultOnce("PutObject", fault);

        string? tag = await PutAsync("ours", before);

        Assert.NotNull(tag);
        await AssertRecordAsync("ours", tag, name);
        _server.FaultOnce("PutObject", fault, "20260106");
        Assert.NotNull(await _lake.PutControlAsync("readings/20260106.json", "new"u8.ToArray(), null, default));
    }

    [Theory]
    [MemberData(nameof(Unclear))]
    public async Task a_record_that_somebody_else_has_replaced_meanwhile_is_not_ours(string name, ScriptedS3Fault fault)
    {
        string? before = await PutAsync("before", null);
        string? others = await S3Bucket.Lake(_server.Url).PutControlAsync(Control, "theirs"u8.ToArray(), before, default);
        _server.FaultOnce("PutObject", fault);

        Assert.Null(await PutAsync("ours", before));
        Assert.Null(await PutAsync("ours", null));

        await AssertRecordAsync("theirs", others, name);
    }

    [Fact]
    public async Task a_conflicting_record_is_tried_again()
    {
        string? before = await PutAsync("before", null);
        _server.FaultOnce("PutObject", ScriptedS3Fault.Answers(409, "ConditionalRequestConflict"));

        await AssertRecordAsync("ours", await PutAsync("ours", before), "409");
    }

    [Fact]
    public async Task a_conflict_while_conditions_are_proven_is_tried_again()
    {
        _server.FaultTimes("PutObject", 2, ScriptedS3Fault.Answers(409, "ConditionalRequestConflict"), ".probe");

        await AssertRecordAsync("ours", await PutAsync("ours", null), "409");
    }

    [Fact]
    public async Task whoever_waits_for_credentials_can_be_stopped()
    {
        using var found = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        var calls = new S3Calls(S3Bucket.Spec(_server.Url), () =>
        {
            stop.Cancel();
            found.Wait();
            return S3Client.Connect(S3Bucket.Spec(_server.Url), S3Bucket.Aws);
        }, S3Bucket.Hasty, TimeProvider.System);

        try
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls.OnceAsync(
                new S3Action("s3:GetObject", Key) { Uninterrupted = true }, (_, _) => Task.FromResult(0), stop.Token)
                .WaitAsync(TimeSpan.FromMinutes(1)));
        }
        finally
        {
            found.Set();
        }
    }

    [Fact]
    public async Task whoever_waits_for_credentials_that_are_being_renewed_can_be_stopped_whatever_the_action()
    {
        using var stop = new CancellationTokenSource();
        var endless = new EndlessCredentials();
        endless.Asked = stop.Cancel;
        var calls = new S3Calls(
            S3Bucket.Spec(_server.Url), new AwsSpec { Credentials = endless }, S3Patience.Default, new FakeTimeProvider());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls.RunAsync(
            new S3Action("s3:GetObject", Key) { Uninterrupted = true }, (_, _) => Task.FromResult(0), stop.Token).WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task the_client_asks_nobody_for_credentials_itself()
    {
        var counted = new EndlessCredentials { Ends = true };
        var lake = new S3Lake(S3Bucket.Spec(_server.Url), new AwsSpec { Credentials = counted }, S3Bucket.Hasty, TimeProvider.System);

        Assert.Null(await lake.GetControlAsync("readings/20260105.json", default));

        Assert.Equal((1, 1), (counted.Count, _server.Requests.Count));
    }

    [Fact]
    public async Task an_abort_is_repeated_until_there_is_no_such_upload()
    {
        PreparedObject prepared = await PrepareAsync("late", "t1");
        int asked = 0;
        _server.Fault = request => request.Action == "AbortMultipartUpload" && ++asked < 3 ? ScriptedS3Fault.Answers(200, "") : null;

        await _lake.AbortAsync(Key, prepared.UploadId, default);

        Assert.Equal(3, asked);
        Assert.Empty(_server.Uploads(S3Bucket.Name));
    }

    [Fact]
    public async Task an_abort_that_is_answered_and_ends_nothing_is_given_up_with_a_sentence()
    {
        PreparedObject prepared = await PrepareAsync("late", "t1");
        _server.Fault = request => request.Action == "AbortMultipartUpload" ? ScriptedS3Fault.Answers(404, "NoSuchUpload") : null;

        IngestException failed = await Assert.ThrowsAsync<IngestException>(() => _lake.AbortAsync(Key, prepared.UploadId, default));

        Assert.Equal(FailureKind.Transient, failed.Kind);
        Assert.EndsWith($"and the upload {prepared.UploadId} still exists; the unit is run again.", failed.Message, StringComparison.Ordinal);
    }

    /// <summary>Only completions and copies answer 200 before they are done.</summary>
    public static TheoryData<string, ScriptedS3Fault> UnclearElsewhere
    {
        get
        {
            TheoryData<string, ScriptedS3Fault> cases = [];
            foreach (object[] one in Unclear.Where(one => !((string)one[0]).StartsWith("200", StringComparison.Ordinal)))
            {
                cases.Add((string)one[0], (ScriptedS3Fault)one[1]);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(UnclearElsewhere))]
    public async Task every_other_call_is_simply_repeated(string name, ScriptedS3Fault fault)
    {
        foreach (string action in (string[])["CreateMultipartUpload", "UploadPart", "AbortMultipartUpload", "ListParts", "ListMultipartUploads", "ListObjectsV2", "GetObject"])
        {
            _server.FaultOnce(action, fault);
        }

        PreparedObject prepared = await PrepareAsync("there", "t1");
        Assert.True(await _lake.PublishAsync(prepared, default));
        Assert.Equal(5, (await _lake.FindAsync(Key, default))?.Size);
        Assert.Equal(5, (await _lake.LookAsync(Key, default))?.Size);
        await _lake.AbortAsync(Key, (await PrepareAsync("gone", "t2")).UploadId, default);
        List<string> keys = [];
        await foreach (LakeObject found in _lake.ListAsync("", default))
        {
            keys.Add(found.Key);
        }

        Assert.True(keys is [Key], name);
        Assert.Equal(0, _held.Used);
    }

    private async Task<PreparedObject> PrepareAsync(string text, string token)
    {
        await using IObjectSink sink = await _lake.PrepareAsync(Key, token, new UploadShare(_held), default);
        await sink.Stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        return await sink.CompleteAsync(default);
    }

    private async Task PublishAsync(string text, string token) =>
        Assert.True(await _lake.PublishAsync(await PrepareAsync(text, token), default));

    private Task<string?> PutAsync(string text, string? ifTag) =>
        _lake.PutControlAsync(Control, Encoding.UTF8.GetBytes(text), ifTag, default);

    private async Task AssertRecordAsync(string text, string? tag, string name)
    {
        ControlObject? found = await _lake.GetControlAsync(Control, default);
        Assert.Equal((name, text, tag), (name, Encoding.UTF8.GetString(found!.Content.Span), found.Tag));
    }
}
