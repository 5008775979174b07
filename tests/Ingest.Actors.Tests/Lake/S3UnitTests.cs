using System.Security.Cryptography;
using Akka.Streams;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Lake;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Ingest.TestKit.Aws;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Ingest.Actors.Tests.Lake;

/// <summary>Whole units brought into a lake in S3.</summary>
public sealed class S3UnitTests : Akka.TestKit.Xunit2.TestKit, IAsyncLifetime
{
    private static readonly DateOnly Day = new(2026, 1, 5);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly ByteBudget _budget = new(long.MaxValue);
    private readonly Unit _unit = new(Readings.Table(), UnitInterval.Of(Day));
    private readonly MemorySource _source;
    private ScriptedS3 _server = null!;
    private S3Lake _lake = null!;

    public S3UnitTests() => _source = new MemorySource(_clock);

    public async Task InitializeAsync()
    {
        _server = await ScriptedS3.StartAsync(_clock);
        _server.CreateBucket(S3Bucket.Name);
        _lake = S3Bucket.Lake(_server.Url);
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task a_thousand_event_dates_fit_into_the_units_share()
    {
        var limits = new EngineLimits();
        long noon = Dates.Micros(Day) + (Dates.MicrosPerDay / 2);
        _source.Put(Enumerable.Range(0, 4_000).Select(id => MemoryRow.Of(
            id, id % 7, Dates.Instant(noon), [noon - (id % 1_000 * Dates.MicrosPerDay)], [id])));

        UnitOutcome.Committed done = Assert.IsType<UnitOutcome.Committed>(await RunAsync(_lake, limits));

        Assert.Equal((1_000, 4_000L), (done.Objects, done.Tally.Samples));
        Assert.InRange(done.PeakBytes, 1, limits.UnitBytes);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task large_objects_of_many_dates_stay_within_the_units_share_and_are_the_bytes_of_a_directory_lake()
    {
        // Random values: one date of more than a part, and eleven of half a megabyte, which do not all fit beside it.
        var limits = new EngineLimits { RowGroupBytes = 1 << 20, UploadTailBytes = EngineLimits.UploadPartBytes + (4 << 20) };
        limits = limits with { UnitBytes = limits.UnitBytesMin };
        long noon = Dates.Micros(Day) + (Dates.MicrosPerDay / 2);
        var random = new Random(1);
        _source.PageRows = 10;
        _source.Put(Enumerable.Range(0, 160).Select(id => MemoryRow.Of(
            id,
            id % 7,
            Dates.Instant(noon),
            [.. Enumerable.Range(0, 20_000).Select(i => noon - ((id % 2 == 0 ? 0 : 1 + (id / 2 % 11)) * Dates.MicrosPerDay) + i)],
            [.. Enumerable.Range(0, 20_000).Select(_ => (long)random.Next(1 << 29))])));

        UnitOutcome.Committed done = Assert.IsType<UnitOutcome.Committed>(await RunAsync(_lake, limits));

        Assert.Equal((12, 3_200_000L), (done.Objects, done.Tally.Samples));
        Assert.InRange(_server.Objects(S3Bucket.Name).Values.Max(made => made.Bytes.Length), EngineLimits.UploadPartBytes, int.MaxValue);
        Assert.InRange(done.PeakBytes, 1, limits.UnitBytes);
        Assert.InRange(_server.Count("CreateMultipartUpload"), 13, int.MaxValue);
        AssertNothingIsHeld();
        await AssertAsInADirectoryAsync(limits);
    }

    [Theory]
    [InlineData("CreateMultipartUpload", 1)]
    [InlineData("UploadPart", 2)]
    [InlineData("CompleteMultipartUpload", 0)]
    [InlineData("PutObject", 0)]
    public async Task a_unit_that_s3_denies_something_leaves_the_lake_as_it_was_and_can_be_repeated(string action, int after)
    {
        Late(20);
        int asked = 0;
        _server.Fault = request => request.Action == action && !request.Key.EndsWith(".probe", StringComparison.Ordinal) && ++asked > after
            ? ScriptedS3Fault.Answers(403, "AccessDenied", "Access Denied")
            : null;

        IngestFailure denied = IngestFailure.Of(await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(_lake, new EngineLimits())));

        Assert.Equal(FailureKind.Permanent, denied.Kind);
        Assert.StartsWith("s3:PutObject on s3://lakes/sensor-data/", denied.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Objects(S3Bucket.Name).Keys, key => key.EndsWith(".parquet", StringComparison.Ordinal));
        AssertNothingIsHeld();

        _server.Fault = _ => null;
        Assert.IsType<UnitOutcome.Committed>(await RunAsync(_lake, new EngineLimits()));
        AssertNothingIsHeld();
    }

    [Theory]
    [InlineData("CreateMultipartUpload")]
    [InlineData("UploadPart")]
    [InlineData("CompleteMultipartUpload")]
    public async Task a_unit_that_is_stopped_leaves_no_upload_and_holds_nothing(string action)
    {
        Late(20);
        using var stop = new CancellationTokenSource();
        _server.Fault = request =>
        {
            if (request.Action == action)
            {
                stop.Cancel();
            }

            return null;
        };

        IngestFailure stopped = IngestFailure.Of(await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(_lake, new EngineLimits(), stop.Token)));

        Assert.Equal(FailureKind.Stopped, stopped.Kind);
        _server.Fault = _ => null;
        Assert.IsType<UnitOutcome.Committed>(await RunAsync(_lake, new EngineLimits()));
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task what_a_dead_attempt_left_is_swept_after_a_day()
    {
        IObjectSink dead = await _lake.PrepareAsync("readings/date=20260105/data.parquet", "dead", new UploadShare(_budget), default);
        await dead.CompleteAsync(default);
        var sweep = new UploadSweep(_lake, _clock);
        Assert.Equal(0, await sweep.RunAsync([_unit.Table], default));

        _clock.Advance(UploadSweep.Age + TimeSpan.FromSeconds(1));

        Assert.Equal(1, await sweep.RunAsync([_unit.Table], default));
        Assert.Empty(_server.Uploads(S3Bucket.Name));
    }

    [Theory]
    [InlineData("readings//x")]
    [InlineData("readings/./x")]
    [InlineData("readings/../x")]
    [InlineData("readings/x\\y")]
    public async Task an_upload_whose_key_no_lake_would_take_is_somebody_elses(string key)
    {
        string theirs = _server.BeginUpload(S3Bucket.Name, $"sensor-data/{key}");
        _server.BeginUpload(S3Bucket.Name, "sensor-data/readings/date=20260105/data.parquet");
        _clock.Advance(UploadSweep.Age + TimeSpan.FromSeconds(1));

        Assert.Equal(1, await new UploadSweep(_lake, _clock).RunAsync([_unit.Table], default));

        Assert.Equal([theirs], _server.Uploads(S3Bucket.Name).Select(upload => upload.Id));
    }

    [Fact]
    public async Task an_upload_of_which_nobody_says_when_it_was_begun_may_be_young()
    {
        _server.DatesUploads = false;
        _server.BeginUpload(S3Bucket.Name, "sensor-data/readings/date=20260105/data.parquet");

        Assert.Equal(0, await new UploadSweep(_lake, TimeProvider.System).RunAsync([_unit.Table], default));
    }

    [Fact]
    public async Task a_unit_that_changed_in_one_of_its_dates_publishes_that_one()
    {
        Late(20);
        await RunAsync(_lake, new EngineLimits());
        long noon = Dates.Micros(Day) + (Dates.MicrosPerDay / 2);
        _source.Put(MemoryRow.Of(1_000, 1, Dates.Instant(noon), [noon], [5]));

        UnitOutcome.Committed again = Assert.IsType<UnitOutcome.Committed>(await RunAsync(_lake, new EngineLimits()));

        Assert.Equal((21, 1), (again.Tally.Rows, again.Objects));
        Assert.IsType<UnitOutcome.Unchanged>(await RunAsync(_lake, new EngineLimits()));
        AssertNothingIsHeld();
    }

    /// <summary>Rows of which each is a sample of another date.</summary>
    private void Late(int dates)
    {
        long noon = Dates.Micros(Day) + (Dates.MicrosPerDay / 2);
        _source.Put(Enumerable.Range(0, dates).Select(id => MemoryRow.Of(id, 1, Dates.Instant(noon), [noon - (id * Dates.MicrosPerDay)], [id])));
    }

    private async Task<UnitOutcome> RunAsync(ILake lake, EngineLimits limits, CancellationToken stop = default)
    {
        var graph = new UnitGraph(lake, limits, _budget, new RunMeter(), Sys.Materializer());
        OpenUnit open = await OpenUnit.OpenAsync(
            new PlannedUnit(_unit, await _source.ResolveAsync(_unit.Table, default)), _source, new RecordStore(lake), default);
        UnitOutcome outcome = await graph.RunAsync(open, acceptShrink: false, turn: null, stop);
        Assert.Equal(0, (outcome as UnitOutcome.Committed)?.HeldBytes ?? 0);
        return outcome;
    }

    private async Task AssertAsInADirectoryAsync(EngineLimits limits)
    {
        string root = Directory.CreateTempSubdirectory("ingest-lake").FullName;
        try
        {
            await RunAsync(new DirectoryLake(root, TimeProvider.System), limits);
            Assert.Equal(
                Directory.EnumerateFiles(root, "*.parquet", SearchOption.AllDirectories).Select(file =>
                    (Path.GetRelativePath(root, file).Replace('\\', '/'), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))))).Order(),
                _server.Objects(S3Bucket.Name).Where(made => made.Key.EndsWith(".parquet", StringComparison.Ordinal)).Select(made =>
                    (made.Key["sensor-data/".Length..], Convert.ToHexStringLower(SHA256.HashData(made.Value.Bytes)))).Order());
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private void AssertNothingIsHeld()
    {
        Assert.Equal(0, _budget.Used);
        Assert.Empty(_server.Uploads(S3Bucket.Name));
        Assert.Equal(0, _source.OpenSnapshots);
    }
}
