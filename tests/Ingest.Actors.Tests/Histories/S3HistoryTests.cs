using System.Security.Cryptography;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Lake;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Tests.Lake;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Ingest.TestKit.Aws;
using Microsoft.Extensions.Time.Testing;
using Parquet;
using Xunit;

namespace Ingest.Actors.Tests.Histories;

/// <summary>
/// A unit whose rows have changed, one of them to another date, is run over S3 and struck at one of its requests, and then run by
/// another process. In the end the lake is a fresh ingest, byte for byte, and nothing that a record listed can be completed.
/// </summary>
public sealed class S3HistoryTests : IAsyncLifetime
{
    private const string Root = "sensor-data/";
    private const int Stride = 3;

    private static readonly DateOnly Day = new(2026, 1, 5);
    private static readonly DateTimeOffset Noon = Dates.Instant(Dates.Micros(Day) + (Dates.MicrosPerDay / 2));
    private static readonly Unit Unit = new(Readings.Table(), UnitInterval.Of(Day));

    /// <summary>What strikes the request of a number, and whether the process is cut off from then on.</summary>
    private static readonly (ScriptedS3Fault Fault, bool Gone)[] Strikes =
    [
        (ScriptedS3Fault.Dropped, false),
        (ScriptedS3Fault.ReplyLost, false),
        (ScriptedS3Fault.DoneButAnswers(500, "InternalError"), false),
        (ScriptedS3Fault.Dropped, true),
        (ScriptedS3Fault.ReplyLost, true),
    ];

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero));
    private ScriptedS3 _server = null!;

    public async Task InitializeAsync() => _server = await ScriptedS3.StartAsync(_clock);

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task a_run_over_s3_struck_at_any_request_is_resumed()
    {
        IReadOnlyDictionary<string, string> fresh = await FreshAsync();
        int struck = 0;
        for (int strike = 0; strike < Strikes.Length; strike++)
        {
            for (int at = strike % Stride; await StruckAsync(Strikes[strike], at, fresh); at += Stride)
            {
                struck++;
            }
        }

        Assert.InRange(struck, 20, int.MaxValue);
    }

    /// <returns>Whether there was a request of that number.</returns>
    private async Task<bool> StruckAsync((ScriptedS3Fault Fault, bool Gone) strike, int at, IReadOnlyDictionary<string, string> fresh)
    {
        string bucket = $"lake-{Guid.NewGuid():N}";
        string told = $"{strike} at {at}";
        _server.CreateBucket(bucket);
        MemorySource source = Before();
        await RunAsync(source, S3Bucket.Lake(_server.Url, bucket));
        Change(source);
        int next = 0;
        _server.Fault = request => request.Bucket != bucket ? null
            : next++ == at ? strike.Fault
            : next > at && strike.Gone ? ScriptedS3Fault.Dropped
            : null;
        var patience = new S3Patience(strike.Gone ? 1 : 4, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2));

        await TryAsync(source, S3Bucket.Lake(S3Bucket.Spec(_server.Url, bucket), patience));
        _server.Fault = _ => null;
        bool done = false;
        for (int round = 0; round < 3 && !done; round++)
        {
            done = await TryAsync(source, S3Bucket.Lake(_server.Url, bucket)) is UnitOutcome.Committed or UnitOutcome.Unchanged;
        }

        Assert.True(done, told);
        UnitRecord record = (await new RecordStore(S3Bucket.Lake(_server.Url, bucket)).GetAsync(Unit, default)).Record!;
        Assert.True(record.IsCommitted && !record.Uploads.Any() && record.Superseded.Count == 0, told);
        Assert.Equal(fresh, await WithRowsAsync(bucket));
        Assert.True(strike.Gone || _server.Uploads(bucket).Count <= 1, told);
        return next > at;
    }

    private static async Task<UnitOutcome> TryAsync(MemorySource source, S3Lake lake)
    {
        try
        {
            return await RunAsync(source, lake);
        }
        catch (Exception failure)
        {
            return new UnitOutcome.Failed(Unit, IngestFailure.Of(failure));
        }
    }

    private static async Task<UnitOutcome> RunAsync(MemorySource source, ILake lake)
    {
        var budget = new ByteBudget(long.MaxValue);
        var planned = new PlannedUnit(Unit, await source.ResolveAsync(Unit.Table, default));
        try
        {
            OpenUnit open = await OpenUnit.OpenAsync(planned, source, new RecordStore(lake), default);
            return await new UnitGraph(lake, new EngineLimits(), budget, new RunMeter(), Engine.Materializer).RunAsync(open, acceptShrink: false, turn: null, default);
        }
        finally
        {
            Assert.Equal(0, budget.Used);
        }
    }

    private MemorySource Before()
    {
        var source = new MemorySource(_clock);
        source.Put(Readings.Day(Day, 10, 1));
        source.Put(MemoryRow.Of(50, 1, Noon, [Dates.Micros(Day.AddDays(-2))], [7]));
        return source;
    }

    private static void Change(MemorySource source) => source.Put(
        MemoryRow.Of(50, 1, Noon, [Dates.Micros(Day.AddDays(-1))], [7]), MemoryRow.Of(51, 1, Noon, 8));

    private async Task<IReadOnlyDictionary<string, string>> FreshAsync()
    {
        var lake = new MemoryLake();
        MemorySource source = Before();
        Change(source);
        await RunAsync(source, lake);
        return lake.Objects.ToDictionary(made => made.Key, made => Sha256(made.Value));
    }

    private async Task<IReadOnlyDictionary<string, string>> WithRowsAsync(string bucket)
    {
        Dictionary<string, string> objects = [];
        foreach ((string key, ScriptedS3Object made) in _server.Objects(bucket).Where(made => made.Key.EndsWith(".parquet", StringComparison.Ordinal)))
        {
            await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(made.Bytes));
            if (reader.Metadata!.NumRows > 0)
            {
                objects.Add(key[Root.Length..], Sha256(made.Bytes));
            }
        }

        return objects;
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
