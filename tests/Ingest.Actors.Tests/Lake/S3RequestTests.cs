using System.Security.Cryptography;
using CsCheck;
using Ingest.Actors.Batching;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Ingest.TestKit.Aws;
using Xunit;

namespace Ingest.Actors.Tests.Lake;

/// <summary>What a lake asks of S3: where its keys lie, what its objects carry, how they are sent and read.</summary>
public sealed class S3RequestTests : IAsyncLifetime
{
    private const string Key = "readings/date=20260105/data.parquet";
    private const string Full = $"sensor-data/{Key}";
    private const string Control = "readings/20260105.json";

    private readonly ByteBudget _held = new(long.MaxValue);
    private ScriptedS3 _server = null!;
    private S3Lake _lake = null!;

    public async Task InitializeAsync()
    {
        _server = await ScriptedS3.StartAsync();
        _server.CreateBucket(S3Bucket.Name);
        _lake = S3Bucket.Lake(_server.Url);
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task parts_are_sent_while_the_object_is_still_being_written(bool checksums)
    {
        S3Lake lake = S3Bucket.Lake(S3Bucket.Spec(_server.Url) with { Checksums = checksums });
        byte[] bytes = Bytes((2 * EngineLimits.UploadPartBytes) + 1);
        await using IObjectSink sink = await lake.PrepareAsync(Key, "t1", new UploadShare(_held), default);

        foreach (byte[] chunk in bytes.Chunk(100_000))
        {
            await sink.Stream.WriteAsync(chunk);
        }

        Assert.InRange(_held.Used, 1, 3 * EngineLimits.UploadPartBytes);
        PreparedObject prepared = await sink.CompleteAsync(default);
        await sink.DisposeAsync();

        Assert.Equal(3, prepared.Parts.Count);
        Assert.Equal(0, _held.Used);
        Assert.True(await lake.PublishAsync(prepared, default));
        ScriptedS3Object there = _server.Objects(S3Bucket.Name)[Full];
        Assert.Equal(prepared.Sha256, Convert.ToHexStringLower(SHA256.HashData(there.Bytes)));
        Assert.Equal("t1", there.Headers["x-amz-meta-ingest-token"]);
        Assert.Equal(checksums, there.Headers.ContainsKey("x-amz-checksum-algorithm"));
    }

    [Fact]
    public async Task every_part_carries_a_checksum()
    {
        HashSet<string> seen = [];
        _server.Fault = request =>
        {
            if (request.Action is "UploadPart" or "PutObject")
            {
                seen.Add($"{request.Action} {request.Header("x-amz-sdk-checksum-algorithm") ?? request.Header("x-amz-trailer") ?? (request.Header("Content-MD5") is null ? "none" : "MD5")}");
            }

            return null;
        };
        foreach (bool checksums in (bool[])[true, false])
        {
            S3Lake lake = S3Bucket.Lake(S3Bucket.Spec(_server.Url) with { Checksums = checksums });
            await PublishAsync(lake, Key, Bytes(10));
            await lake.PutControlAsync($"readings/{checksums}.json", "{}"u8.ToArray(), null, default);
        }

        Assert.Equal(["PutObject CRC32", "PutObject MD5", "UploadPart CRC32", "UploadPart MD5"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task at_most_two_parts_of_a_unit_are_on_their_way_and_the_writer_waits()
    {
        var arrive = new TaskCompletionSource();
        int sending = 0;
        int most = 0;
        _server.Fault = request =>
        {
            if (request.Action != "UploadPart")
            {
                return null;
            }

            most = Math.Max(most, Interlocked.Increment(ref sending));
            return ScriptedS3Fault.Held(arrive.Task);
        };
        var share = new UploadShare(_held);
        await using IObjectSink one = await _lake.PrepareAsync(Key, "t1", share, default);
        await using IObjectSink two = await _lake.PrepareAsync("readings/date=20260106/data.parquet", "t1", share, default);
        byte[] part = Bytes(EngineLimits.UploadPartBytes + EngineLimits.UploadBufferBytes);
        await one.Stream.WriteAsync(part);
        await two.Stream.WriteAsync(part);

        Task third = one.Stream.WriteAsync(part).AsTask();
        while (Volatile.Read(ref sending) < 2)
        {
            await Task.Yield();
        }

        Assert.False(third.IsCompleted);
        Assert.InRange(_held.Used, 3 * EngineLimits.UploadPartBytes, (3 * EngineLimits.UploadPartBytes) + (4 * EngineLimits.UploadChunkBytes));
        arrive.SetResult();
        await third;
        await one.CompleteAsync(default);
        await two.CompleteAsync(default);
        await one.DisposeAsync();
        await two.DisposeAsync();
        Assert.Equal(0, _held.Used);
    }

    [Fact]
    public async Task a_writer_that_waits_for_a_part_is_freed_when_the_unit_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        _server.Fault = request => request.Action == "UploadPart" ? ScriptedS3Fault.Held(never.Task) : null;
        IObjectSink sink = await _lake.PrepareAsync(Key, "t1", new UploadShare(_held), stop.Token);
        Task writing = Task.Run(async () =>
        {
            byte[] part = Bytes(EngineLimits.UploadPartBytes);
            for (int i = 0; i < 4; i++)
            {
                await sink.Stream.WriteAsync(part);
            }
        });
        while (_server.Count("UploadPart") < 2)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        await sink.DisposeAsync();
        Assert.Equal(0, _held.Used);
        Assert.Empty(_server.Uploads(S3Bucket.Name));
    }

    [Fact]
    public async Task whoever_is_stopped_while_the_last_parts_arrive_leaves_none_on_its_way()
    {
        using var stop = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        _server.Fault = request => request.Action == "UploadPart" ? ScriptedS3Fault.Held(never.Task) : null;
        var share = new UploadShare(_held);
        await using IObjectSink sink = await _lake.PrepareAsync(Key, "t1", share, default);
        await sink.Stream.WriteAsync(Bytes(10));
        Task completing = sink.CompleteAsync(stop.Token);
        while (_server.Count("UploadPart") < 1)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => completing);
        Assert.Equal(EngineLimits.UploadPartsInFlight, share.Sending.CurrentCount);
    }

    [Fact]
    public async Task a_part_that_cannot_be_sent_fails_the_writer_and_leaves_nothing()
    {
        _server.Fault = request => request.Action == "UploadPart" ? ScriptedS3Fault.Answers(400, "ExpiredToken", "The provided token has expired.") : null;
        IObjectSink sink = await _lake.PrepareAsync(Key, "t1", new UploadShare(_held), default);
        IngestException failed = await Assert.ThrowsAsync<IngestException>(async () =>
        {
            await sink.Stream.WriteAsync(Bytes(2 * EngineLimits.UploadPartBytes));
            await sink.CompleteAsync(default);
        });
        await sink.DisposeAsync();

        Assert.Equal(FailureKind.Transient, failed.Kind);
        Assert.Equal($"s3:PutObject on s3://lakes/{Full} was refused because the credentials have expired. Nothing is lost: renew them, and run again.", failed.Message);
        Assert.Equal(0, _held.Used);
        Assert.Empty(_server.Uploads(S3Bucket.Name));
    }

    [Fact]
    public async Task keys_and_storage_classes_are_those_of_the_configuration()
    {
        S3Lake lake = S3Bucket.Lake(S3Bucket.Spec(_server.Url) with { KmsKey = "arn:aws:kms:eu-central-1:1:key/k", StorageClass = "INTELLIGENT_TIERING" });
        await PublishAsync(lake, Key, Bytes(10));
        await lake.PutControlAsync(Control, "{}"u8.ToArray(), null, default);

        IReadOnlyDictionary<string, string> made = _server.Objects(S3Bucket.Name)[Full].Headers;
        IReadOnlyDictionary<string, string> record = _server.Objects(S3Bucket.Name)[$"sensor-data/_ingest/{Control}"].Headers;
        Assert.Equal(("aws:kms", "arn:aws:kms:eu-central-1:1:key/k", "INTELLIGENT_TIERING"), (
            made["x-amz-server-side-encryption"], made["x-amz-server-side-encryption-aws-kms-key-id"], made["x-amz-storage-class"]));
        Assert.Equal(("aws:kms", "arn:aws:kms:eu-central-1:1:key/k", false), (
            record["x-amz-server-side-encryption"], record["x-amz-server-side-encryption-aws-kms-key-id"], record.ContainsKey("x-amz-storage-class")));
    }

    [Fact]
    public async Task lists_are_read_page_after_page()
    {
        _server.PageSize = 3;
        for (int i = 0; i < 8; i++)
        {
            await PublishAsync(_lake, $"readings/date=2026010{i}/data.parquet", Bytes(1));
            await _lake.PrepareAsync(Key, $"t{i}", new UploadShare(_held), default);
            await _lake.PutControlAsync($"readings/2026010{i}.json", "{}"u8.ToArray(), null, default);
        }

        Assert.Equal(8, await CountAsync(_lake.ListAsync("readings/", default)));
        Assert.Equal(8, await CountAsync(_lake.ListUploadsAsync("readings/", default)));
        Assert.Equal(8, (await _lake.ListControlAsync("readings", default)).Count);
    }

    [Fact]
    public async Task a_small_object_is_read_with_one_request_and_a_large_one_with_few()
    {
        byte[] large = Bytes(20_000_000);
        await PublishAsync(_lake, "readings/large.parquet", large);
        await PublishAsync(_lake, Key, Bytes(100_000));

        Assert.Equal(Bytes(100_000), await ReadAsync(Key));
        Assert.Equal(1, _server.Count("GetObject"));
        Assert.Equal(large, await ReadAsync("readings/large.parquet"));
        Assert.InRange(_server.Count("GetObject"), 2, 12);

        await using Stream stream = await _lake.OpenAsync("readings/large.parquet", default);
        foreach (int at in (int[])[19_999_000, 5, 12_345_678])
        {
            stream.Position = at;
            byte[] read = new byte[1_000];
            await stream.ReadExactlyAsync(read);
            Assert.Equal(large[at..(at + 1_000)], read);
        }
    }

    [Fact]
    public async Task an_object_without_bytes_is_found_and_read()
    {
        await PublishAsync(_lake, Key, []);

        Assert.Equal(0, (await _lake.FindAsync(Key, default))?.Size);
        Assert.Equal(0, (await _lake.LookAsync(Key, default))?.Size);
        Assert.Empty(await ReadAsync(Key));
    }

    [Fact]
    public async Task an_object_that_is_replaced_while_it_is_read_is_said_in_a_sentence()
    {
        await PublishAsync(_lake, Key, Bytes(1_000_000));
        await using Stream stream = await _lake.OpenAsync(Key, default);
        await PublishAsync(_lake, Key, Bytes(1_000_001));

        IngestException replaced = await Assert.ThrowsAsync<IngestException>(async () => await stream.ReadExactlyAsync(new byte[10]));

        Assert.Equal(FailureKind.Transient, replaced.Kind);
        Assert.Equal($"s3:GetObject on s3://lakes/{Full}: it was replaced meanwhile; the next run reads it anew.", replaced.Message);
    }

    [Fact]
    public async Task a_server_that_ignores_conditions_is_refused_before_anything_rests_on_them()
    {
        _server.IgnoresConditions = true;

        IngestException refused = await Assert.ThrowsAsync<IngestException>(() => _lake.PutControlAsync(Control, "{}"u8.ToArray(), null, default));

        Assert.Equal(FailureKind.Permanent, refused.Kind);
        Assert.StartsWith("The server of s3://lakes/sensor-data ignores the conditions of writes", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain($"sensor-data/_ingest/{Control}", _server.Objects(S3Bucket.Name).Keys);
    }

    [Fact]
    public async Task conditions_are_proven_once()
    {
        for (int i = 0; i < 3; i++)
        {
            await _lake.PutControlAsync($"readings/2026010{i}.json", "{}"u8.ToArray(), null, default);
        }

        Assert.Equal(3 + 3, _server.Count("PutObject"));
    }

    [Fact]
    public void no_key_leads_out_of_its_place()
    {
        Gen<string> part = Gen.OneOf(OneOf("..", ".", "", "_ingest", "a", "date=20260105", "\\", "%2e%2e", "__HIVE_DEFAULT_PARTITION__"), Gen.String[Gen.Char["ab./=_-%\\\0"], 0, 6]);
        Gen<string> text = part.Array[0, 5].Select(parts => string.Join('/', parts));
        Gen.Select(text, OneOf("", "lake", "a/b")).Sample((key, prefix) =>
        {
            var keys = new S3Keys(new LakeSpec.Bucketed("bucket", prefix));
            string root = prefix.Length == 0 ? "" : $"{prefix}/";
            Inside(() => keys.Object(key), full => !full.StartsWith($"{root}_ingest/", StringComparison.Ordinal));
            Inside(() => keys.Control(key), full => full.StartsWith($"{root}_ingest/", StringComparison.Ordinal));

            void Inside(Func<string> make, Func<string, bool> inPlace)
            {
                try
                {
                    string full = make();
                    Assert.True(full.StartsWith(root, StringComparison.Ordinal) && inPlace(full), full);
                    Assert.DoesNotContain(full.Split('/'), one => one is "" or "." or "..");
                }
                catch (ArgumentException)
                {
                    Assert.False(IsGood(key), key);
                }
            }
        });
    }

    private static bool IsGood(string key) =>
        key.Split('/') is { } parts && parts[0] != "_ingest" && parts.All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '=' or '_' or '-'));

    [Fact]
    public void keys_of_units_lie_under_the_path_of_their_table()
    {
        Gen.Select(Gen.Int[0, 3_000_000].Select(DateOnly.FromDayNumber), OneOf(PartitionKind.Data, PartitionKind.Rejects), Gen.String[Gen.Char["abz09_"], 1, 20]).Sample((date, kind, path) =>
        {
            var unit = new Unit(Readings.Table() with { Path = path }, UnitInterval.Of(date));
            string full = new S3Keys(new LakeSpec.Bucketed("bucket", "lake")).Object(new Partition(kind, date).Key(unit));
            Assert.StartsWith($"lake/{path}", full, StringComparison.Ordinal);
        });
    }

    private async Task PublishAsync(S3Lake lake, string key, byte[] bytes)
    {
        await using IObjectSink sink = await lake.PrepareAsync(key, "t1", new UploadShare(_held), default);
        await sink.Stream.WriteAsync(bytes);
        Assert.True(await lake.PublishAsync(await sink.CompleteAsync(default), default));
    }

    private async Task<byte[]> ReadAsync(string key)
    {
        await using Stream stream = await _lake.OpenAsync(key, default);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read);
        return read.ToArray();
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static async Task<int> CountAsync<T>(IAsyncEnumerable<T> all)
    {
        int count = 0;
        await foreach (T _ in all)
        {
            count++;
        }

        return count;
    }

    private static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }
}
