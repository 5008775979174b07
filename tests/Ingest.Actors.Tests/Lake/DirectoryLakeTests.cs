using Ingest.Actors.Lake;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Ingest.Actors.Tests.Lake;

public sealed class DirectoryLakeTests : LakeContract, IDisposable
{
    private const string Key = "readings/date=20260105/data.parquet";
    private const string Control = "readings/20260105.json";

    private readonly string _root = Directory.CreateTempSubdirectory("ingest-lake").FullName;
    private readonly FakeTimeProvider _clock = new();

    public DirectoryLakeTests() => Lake = new DirectoryLake(_root, TimeProvider.System);

    protected override ILake Lake { get; }

    protected override ILake Another() => new DirectoryLake(_root, TimeProvider.System);

    public void Dispose()
    {
        Writable(true);
        Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [InlineData("../outside/data.parquet")]
    [InlineData("readings/../../outside.parquet")]
    [InlineData("readings/..")]
    [InlineData("/etc/outside.parquet")]
    [InlineData("readings//data.parquet")]
    [InlineData("readings/./data.parquet")]
    [InlineData("")]
    [InlineData("_ingest/readings/20260105.json")]
    public async Task a_key_that_would_leave_the_lake_is_refused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Lake.PrepareAsync(key, "t1", Share, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Lake.PublishAsync(new PreparedObject(key, "t1.0", 0, ""), default));
        await Assert.ThrowsAsync<ArgumentException>(() => Lake.FindAsync(key, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Lake.OpenAsync(key, default));
    }

    [Theory]
    [InlineData("../../outside.json")]
    [InlineData("readings/../../../outside.json")]
    [InlineData("/etc/outside.json")]
    public async Task a_control_key_that_would_leave_the_lake_is_refused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Lake.GetControlAsync(key, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Lake.PutControlAsync(key, default, null, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Lake.ListControlAsync(key, default));
    }

    [Theory]
    [InlineData("../readings/date=20260105/data.parquet")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    public async Task an_upload_id_that_would_leave_the_uploads_is_refused(string id)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Lake.AbortAsync(Key, id, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Lake.PublishAsync(new PreparedObject(Key, id, 0, ""), default));
    }

    [Fact]
    public async Task no_temporary_file_remains_after_anything()
    {
        await using (IObjectSink abandoned = await Lake.PrepareAsync(Key, "t0", Share, default))
        {
            await abandoned.Stream.WriteAsync(new byte[100_000]);
        }

        PreparedObject aborted = await CompleteAsync("t1");
        await Lake.AbortAsync(Key, aborted.UploadId, default);
        Assert.True(await Lake.PublishAsync(await CompleteAsync("t2"), default));
        string? tag = await Lake.PutControlAsync(Control, "1"u8.ToArray(), null, default);
        await Lake.PutControlAsync(Control, "2"u8.ToArray(), tag, default);
        await Lake.PutControlAsync(Control, "3"u8.ToArray(), tag, default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Lake.PutControlAsync("readings/other.json", "4"u8.ToArray(), null, new CancellationToken(canceled: true)));

        Assert.Equal(
            ["_ingest/.lock", $"_ingest/{Control}", Key],
            Directory.EnumerateFiles(_root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
                .Select(file => Path.GetRelativePath(_root, file)).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task a_directory_that_may_not_be_written_is_said_in_a_sentence()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.UserName == "root", "needs permissions that hold for this user");
        Writable(false);

        AssertDenied(await Assert.ThrowsAsync<IngestException>(() => Lake.PrepareAsync(Key, "t1", Share, default)));
        AssertDenied(await Assert.ThrowsAsync<IngestException>(() => Lake.PutControlAsync(Control, default, null, default)));
    }

    [Fact]
    public async Task what_the_system_denies_is_said_in_a_sentence()
    {
        // A directory cannot be opened as a file, by nobody.
        Directory.CreateDirectory(Path.Combine(_root, "_ingest", ".lock"));

        AssertDenied(await Assert.ThrowsAsync<IngestException>(() => Lake.PutControlAsync(Control, default, null, default)));
    }

    [Fact]
    public async Task a_root_that_is_no_directory_is_said_in_a_sentence()
    {
        string file = Path.Combine(_root, "file");
        await File.WriteAllTextAsync(file, "");
        var lake = new DirectoryLake(Path.Combine(file, "lake"), TimeProvider.System);

        IngestException refused = await Assert.ThrowsAsync<IngestException>(() => lake.PrepareAsync(Key, "t1", Share, default));

        Assert.StartsWith($"The lake {lake.Root} ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_lock_that_another_holds_is_waited_for_and_given_up_with_a_sentence()
    {
        var lake = new DirectoryLake(_root, _clock);
        Assert.NotNull(await lake.PutControlAsync(Control, default, null, default));
        await using FileStream held = HoldLock();
        Task<string?> waiting = lake.PutControlAsync("readings/other.json", default, null, default);

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(waiting.IsCompleted);
        IngestException given = await Assert.ThrowsAsync<IngestException>(() => AdvancingAsync(waiting));

        Assert.Equal(FailureKind.Transient, given.Kind);
        Assert.Equal(
            $"{Path.Combine(_root, "_ingest", ".lock")} has been locked for 10 s; is another process of Ingest hanging?",
            given.Message);
        Assert.Null(await lake.GetControlAsync("readings/other.json", default));
    }

    [Fact]
    public async Task a_lock_that_is_freed_lets_the_next_in()
    {
        var lake = new DirectoryLake(_root, _clock);
        await lake.PutControlAsync(Control, default, null, default);
        Task<string?> waiting;
        await using (FileStream held = HoldLock())
        {
            waiting = lake.PutControlAsync("readings/other.json", "1"u8.ToArray(), null, default);
        }

        Assert.NotNull(await AdvancingAsync(waiting));
    }

    [Fact]
    public async Task waiting_for_a_lock_can_be_cancelled()
    {
        var lake = new DirectoryLake(_root, _clock);
        await lake.PutControlAsync(Control, default, null, default);
        await using FileStream held = HoldLock();
        using var stop = new CancellationTokenSource();
        Task<string?> waiting = lake.PutControlAsync("readings/other.json", default, null, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private void AssertDenied(IngestException refused)
    {
        Assert.Equal(FailureKind.Permanent, refused.Kind);
        Assert.StartsWith($"The lake {_root} does not let us in:", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("Give this user the right to read and write there.", refused.Message, StringComparison.Ordinal);
    }

    private FileStream HoldLock() =>
        new(Path.Combine(_root, "_ingest", ".lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

    private async Task<PreparedObject> CompleteAsync(string token)
    {
        await using IObjectSink sink = await Lake.PrepareAsync(Key, token, Share, default);
        return await sink.CompleteAsync(default);
    }

    /// <summary>Lets the injected clock run until the task is done, and the real one a little with it.</summary>
    private async Task<T> AdvancingAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        return await task;
    }

    private void Writable(bool writable)
    {
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.UserExecute;
            File.SetUnixFileMode(_root, writable ? Read | UnixFileMode.UserWrite : Read);
        }
    }
}
