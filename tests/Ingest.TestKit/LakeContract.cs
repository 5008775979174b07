using System.Security.Cryptography;
using System.Text;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;
using Xunit;

namespace Ingest.TestKit;

/// <summary>What every <see cref="ILake"/> keeps. A subclass makes a fresh, empty lake for each test.</summary>
public abstract partial class LakeContract
{
    private const string Key = "readings/date=20260105/data.parquet";
    private const string Control = "readings/20260105.json";

    /// <summary>A fresh lake with nothing in it.</summary>
    protected abstract ILake Lake { get; }

    /// <summary>Where uploads count what they hold.</summary>
    protected UploadShare Share { get; } = new(new ByteBudget(long.MaxValue));

    /// <summary>Another instance of the lake that <see cref="Lake"/> is, as another process has it.</summary>
    protected abstract ILake Another();

    [Fact]
    public async Task a_prepared_object_is_invisible_until_it_is_published()
    {
        PreparedObject prepared = await PrepareAsync(Key, "new");
        Assert.Null(await Lake.FindAsync(Key, default));
        Assert.Empty(await KeysAsync(""));

        Assert.True(await Lake.PublishAsync(prepared, default));

        Assert.Equal(3, (await Lake.FindAsync(Key, default))?.Size);
        Assert.Equal("new", await ReadAsync(Key));
    }

    [Fact]
    public async Task a_prepared_object_says_what_its_bytes_are()
    {
        byte[] bytes = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 % 251))];
        await using IObjectSink sink = await Lake.PrepareAsync(Key, "t1", Share, default);
        await sink.Stream.WriteAsync(bytes.AsMemory(0, 10));
        sink.Stream.Write(bytes, 10, 199_990);
        await sink.Stream.FlushAsync();
        await sink.Stream.WriteAsync(bytes.AsMemory(200_000));

        PreparedObject prepared = await sink.CompleteAsync(default);

        Assert.Equal((Key, sink.UploadId, 300_000L), (prepared.Key, prepared.UploadId, prepared.Size));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), prepared.Sha256);
        Assert.True(await Lake.PublishAsync(prepared, default));
        await using Stream stream = await Lake.OpenAsync(Key, default);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read);
        Assert.Equal(bytes, read.ToArray());
    }

    [Fact]
    public async Task publishing_replaces_the_whole_object()
    {
        await PublishAsync(Key, "a long first version", "t1");
        PreparedObject second = await PrepareAsync(Key, "second", "t2");
        Assert.Equal("a long first version", await ReadAsync(Key));

        Assert.True(await Lake.PublishAsync(second, default));

        Assert.Equal("second", await ReadAsync(Key));
        Assert.Equal([Key], await KeysAsync(""));
    }

    [Fact]
    public async Task an_upload_that_was_aborted_cannot_be_published()
    {
        await PublishAsync(Key, "kept", "t1");
        PreparedObject prepared = await PrepareAsync(Key, "late", "t2");

        await Lake.AbortAsync(Key, prepared.UploadId, default);

        Assert.False(await Lake.PublishAsync(prepared, default));
        Assert.Equal("kept", await ReadAsync(Key));
    }

    [Fact]
    public async Task an_upload_that_was_aborted_while_it_was_written_cannot_be_published()
    {
        await using IObjectSink sink = await Lake.PrepareAsync(Key, "t1", Share, default);
        await sink.Stream.WriteAsync("half"u8.ToArray());
        await Lake.AbortAsync(Key, sink.UploadId, default);

        // Whether its own writer learns of it on completion or only on publication is the store's affair.
        try
        {
            await sink.Stream.WriteAsync(" and half"u8.ToArray());
            Assert.False(await Lake.PublishAsync(await sink.CompleteAsync(default), default));
        }
        catch (Actors.Units.IngestException)
        {
        }

        Assert.Null(await Lake.FindAsync(Key, default));
    }

    [Fact]
    public async Task aborting_again_and_aborting_what_never_was_do_nothing()
    {
        PreparedObject prepared = await PrepareAsync(Key, "gone");
        await Lake.AbortAsync(Key, prepared.UploadId, default);

        await Lake.AbortAsync(Key, prepared.UploadId, default);

        Assert.False(await Lake.PublishAsync(prepared, default));
    }

    [Fact]
    public async Task aborting_an_upload_that_was_published_harms_nothing()
    {
        PreparedObject prepared = await PublishAsync(Key, "there", "t1");

        await Lake.AbortAsync(Key, prepared.UploadId, default);

        Assert.Equal("there", await ReadAsync(Key));
    }

    [Fact]
    public async Task an_upload_is_published_once()
    {
        PreparedObject prepared = await PublishAsync(Key, "there", "t1");

        Assert.False(await Lake.PublishAsync(prepared, default));
        Assert.Equal("there", await ReadAsync(Key));
    }

    [Fact]
    public async Task a_sink_that_is_disposed_before_it_is_complete_leaves_nothing()
    {
        string id;
        await using (IObjectSink sink = await Lake.PrepareAsync(Key, "t1", Share, default))
        {
            id = sink.UploadId;
            await sink.Stream.WriteAsync("half"u8.ToArray());
        }

        Assert.False(await Lake.PublishAsync(new PreparedObject(Key, id, 4, ""), default));
        Assert.Null(await Lake.FindAsync(Key, default));
    }

    [Fact]
    public async Task disposing_a_complete_sink_keeps_its_upload()
    {
        IObjectSink sink = await Lake.PrepareAsync(Key, "t1", Share, default);
        PreparedObject prepared = await sink.CompleteAsync(default);

        await sink.DisposeAsync();
        await sink.DisposeAsync();

        Assert.True(await Lake.PublishAsync(prepared, default));
    }

    [Fact]
    public async Task two_attempts_at_one_key_do_not_touch_each_others_uploads()
    {
        PreparedObject one = await PrepareAsync(Key, "one", "t1");
        PreparedObject two = await PrepareAsync(Key, "two", "t2");
        Assert.NotEqual(one.UploadId, two.UploadId);

        await Lake.AbortAsync(Key, one.UploadId, default);

        Assert.True(await Lake.PublishAsync(two, default));
        Assert.Equal("two", await ReadAsync(Key));
    }

    [Fact]
    public async Task a_cancelled_token_stops_the_writing()
    {
        using var cancelled = new CancellationTokenSource();
        await using IObjectSink sink = await Lake.PrepareAsync(Key, "t1", Share, cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.Stream.WriteAsync(new byte[1]).AsTask());
        Assert.ThrowsAny<OperationCanceledException>(() => sink.Stream.Write(new byte[1]));
    }

    [Fact]
    public async Task objects_are_listed_by_prefix_in_the_order_of_their_keys()
    {
        string[] keys = ["a/date=1/data.parquet", "a/date=10/data.parquet", "a/date=2/20260105.parquet", "ab/data.parquet"];
        foreach (string key in keys.Reverse())
        {
            await PublishAsync(key, key, "t1");
        }

        await Lake.PutControlAsync(Control, "{}"u8.ToArray(), null, default);

        Assert.Equal(keys, await KeysAsync(""));
        Assert.Equal(keys[..3], await KeysAsync("a/"));
        Assert.Equal(keys[..2], await KeysAsync("a/date=1"));
        Assert.Equal(keys, await KeysAsync("a"));
        Assert.Empty(await KeysAsync("b/"));
    }

    [Fact]
    public async Task uploads_are_listed_until_they_are_published_or_aborted()
    {
        PreparedObject whole = await PrepareAsync(Key, "whole");
        await using IObjectSink open = await Lake.PrepareAsync("readings/date=20260106/data.parquet", "t2", Share, default);
        PreparedObject other = await PrepareAsync("readings_rejects/date=20260105/data.parquet", "other");
        await PublishAsync("readings/date=20260107/data.parquet", "published", "t1");

        Assert.Equal(
            new HashSet<(string, string)> { (Key, whole.UploadId), (open.Key, open.UploadId) }, await UploadsAsync("readings/"));
        Assert.Equal([(other.Key, other.UploadId)], await UploadsAsync("readings_rejects/"));

        await Lake.AbortAsync(Key, whole.UploadId, default);
        await open.DisposeAsync();
        Assert.True(await Lake.PublishAsync(other, default));
        Assert.Empty(await UploadsAsync(""));
    }

    [Fact]
    public async Task what_is_not_there_is_not_found()
    {
        Assert.Null(await Lake.FindAsync(Key, default));
        Assert.Null(await Lake.GetControlAsync(Control, default));
        Assert.Empty(await Lake.ListControlAsync("readings", default));
        Assert.Empty(await Lake.ListControlFoldersAsync(default));
    }

    [Fact]
    public async Task a_control_object_is_created_only_where_there_is_none()
    {
        string? tag = await Lake.PutControlAsync(Control, "1"u8.ToArray(), null, default);

        Assert.NotNull(tag);
        Assert.Null(await Lake.PutControlAsync(Control, "2"u8.ToArray(), null, default));
        ControlObject? found = await Lake.GetControlAsync(Control, default);
        Assert.Equal(("1", tag), (Text(found!), found!.Tag));
    }

    [Fact]
    public async Task a_control_object_is_replaced_only_over_the_version_that_was_read()
    {
        string? first = await Lake.PutControlAsync(Control, "1"u8.ToArray(), null, default);
        string? second = await Lake.PutControlAsync(Control, "2"u8.ToArray(), first, default);
        Assert.NotNull(second);
        Assert.NotEqual(first, second);

        Assert.Null(await Lake.PutControlAsync(Control, "3"u8.ToArray(), first, default));
        Assert.Null(await Lake.PutControlAsync("readings/other.json", "3"u8.ToArray(), first, default));

        Assert.Equal("2", Text((await Lake.GetControlAsync(Control, default))!));
        Assert.Null(await Lake.GetControlAsync("readings/other.json", default));
    }

    [Fact]
    public async Task of_writers_at_the_same_time_exactly_one_wins()
    {
        string? tag = null;
        for (int round = 0; round < 10; round++)
        {
            string? before = tag;
            string?[] tags = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
                Lake.PutControlAsync(Control, Encoding.UTF8.GetBytes($"{round} {writer}"), before, default))));

            tag = Assert.Single(tags.OfType<string>());
            ControlObject? found = await Lake.GetControlAsync(Control, default);
            Assert.Equal(($"{round} {Array.IndexOf(tags, tag)}", tag), (Text(found!), found!.Tag));
        }
    }

    [Fact]
    public async Task control_objects_are_listed_by_name_directly_under_their_prefix()
    {
        foreach (string key in (string[])["t/20260102.json", "t/20260101.json", "t/_table.json", "t/deep/20260103.json", "tt/all.json", "above.json"])
        {
            await Lake.PutControlAsync(key, "{}"u8.ToArray(), null, default);
        }

        Assert.Equal(["20260101.json", "20260102.json", "_table.json"], await Lake.ListControlAsync("t", default));
        Assert.Equal(["t", "tt"], await Lake.ListControlFoldersAsync(default));
        Assert.Empty(await KeysAsync(""));
    }

    private async Task<PreparedObject> PrepareAsync(string key, string text, string token = "t1")
    {
        await using IObjectSink sink = await Lake.PrepareAsync(key, token, Share, default);
        await sink.Stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        return await sink.CompleteAsync(default);
    }

    private async Task<PreparedObject> PublishAsync(string key, string text, string token)
    {
        PreparedObject prepared = await PrepareAsync(key, text, token);
        Assert.True(await Lake.PublishAsync(prepared, default));
        return prepared;
    }

    private async Task<string> ReadAsync(string key)
    {
        await using Stream stream = await Lake.OpenAsync(key, default);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private async Task<IReadOnlyList<string>> KeysAsync(string prefix)
    {
        List<string> keys = [];
        await foreach (LakeObject found in Lake.ListAsync(prefix, default))
        {
            keys.Add(found.Key);
        }

        return keys;
    }

    private async Task<HashSet<(string Key, string Id)>> UploadsAsync(string prefix)
    {
        HashSet<(string, string)> uploads = [];
        await foreach (LakeUpload found in Lake.ListUploadsAsync(prefix, default))
        {
            uploads.Add((found.Key, found.UploadId));
        }

        return uploads;
    }

    private static string Text(ControlObject found) => Encoding.UTF8.GetString(found.Content.Span);
}
