using System.Text;
using Ingest.Actors.Lake;
using Xunit;

namespace Ingest.TestKit;

/// <summary>What a lake keeps when processes die, replies are lost, and several of them do things at once.</summary>
public abstract partial class LakeContract
{
    private const int Rounds = 20;

    [Fact]
    public async Task what_an_attempt_that_died_had_prepared_can_be_ended_by_another_process()
    {
        await PublishAsync(Key, "kept", "t0");
        PreparedObject whole = await PrepareAsync(Key, "whole", "dead");
        IObjectSink half = await Lake.PrepareAsync("readings/date=20260106/data.parquet", "dead", Share, default);
        await half.Stream.WriteAsync(new byte[100_000]);
        ILake other = Another();

        await other.AbortAsync(whole.Key, whole.UploadId, default);
        await other.AbortAsync(half.Key, half.UploadId, default);

        Assert.False(await Lake.PublishAsync(whole, default));
        Assert.False(await other.PublishAsync(new PreparedObject(half.Key, half.UploadId, 100_000, ""), default));
        Assert.Empty(await UploadsAsync(""));
        Assert.Equal([Key], await KeysAsync(""));
        Assert.Equal("kept", await ReadAsync(Key));
        await half.DisposeAsync();
    }

    [Fact]
    public async Task what_one_process_does_another_sees()
    {
        ILake other = Another();
        PreparedObject prepared = await PrepareAsync(Key, "there");
        string? tag = await Lake.PutControlAsync(Control, "1"u8.ToArray(), null, default);

        Assert.Null(await other.FindAsync(Key, default));
        Assert.Equal(tag, (await other.GetControlAsync(Control, default))?.Tag);
        Assert.True(await other.PublishAsync(prepared, default));

        Assert.Equal("there", await ReadAsync(Key));
        Assert.NotNull(await other.PutControlAsync(Control, "2"u8.ToArray(), tag, default));
        Assert.Null(await Lake.PutControlAsync(Control, "3"u8.ToArray(), tag, default));
    }

    [Fact]
    public async Task a_publication_whose_reply_was_lost_is_refused_when_it_is_repeated_and_the_object_is_there()
    {
        PreparedObject prepared = await PrepareAsync(Key, "there");
        await Lake.PublishAsync(prepared, default);

        Assert.False(await Another().PublishAsync(prepared, default));

        LakeObject? found = await Lake.FindAsync(Key, default);
        Assert.Equal(prepared.Size, found?.Size);
        Assert.True(found?.Token is null or "t1");
        Assert.Empty(await UploadsAsync(""));
    }

    [Fact]
    public async Task an_abort_whose_reply_was_lost_can_be_repeated_when_another_attempt_has_published()
    {
        PreparedObject replaced = await PrepareAsync(Key, "replaced", "t1");
        await Lake.AbortAsync(Key, replaced.UploadId, default);
        await PublishAsync(Key, "later", "t2");

        await Another().AbortAsync(Key, replaced.UploadId, default);

        Assert.Equal("later", await ReadAsync(Key));
    }

    [Fact]
    public async Task a_record_whose_reply_was_lost_is_refused_when_it_is_repeated_and_a_get_shows_that_it_is_ours()
    {
        string? before = await Lake.PutControlAsync(Control, "before"u8.ToArray(), null, default);
        await Lake.PutControlAsync(Control, "ours"u8.ToArray(), before, default);

        Assert.Null(await Lake.PutControlAsync(Control, "ours"u8.ToArray(), before, default));

        ControlObject? found = await Lake.GetControlAsync(Control, default);
        Assert.Equal("ours", Text(found!));
        Assert.NotNull(await Lake.PutControlAsync(Control, "next"u8.ToArray(), found!.Tag, default));
    }

    [Fact]
    public async Task of_publications_and_aborts_of_one_upload_at_the_same_time_one_wins_and_the_object_is_whole()
    {
        string there = Letters('a');
        await PublishAsync(Key, there, "t0");
        ILake other = Another();
        for (int round = 1; round <= Rounds; round++)
        {
            string next = Letters((char)('a' + round));
            PreparedObject prepared = await PrepareAsync(Key, next, $"t{round}");
            using var start = new Barrier(4);

            bool[] published = await Task.WhenAll(
                AtOnce(() => Lake.PublishAsync(prepared, default)),
                AtOnce(() => other.PublishAsync(prepared, default)),
                AtOnce(() => AbortAsync(Lake)),
                AtOnce(() => AbortAsync(other)));

            Assert.InRange(published.Count(won => won), 0, 1);
            there = published.Any(won => won) ? next : there;
            Assert.Equal(there, await ReadAsync(Key));
            Assert.False(await Lake.PublishAsync(prepared, default));
            Assert.Empty(await UploadsAsync(""));

            Task<bool> AtOnce(Func<Task<bool>> call) => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return call();
                },
                default,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap();

            async Task<bool> AbortAsync(ILake lake)
            {
                await lake.AbortAsync(Key, prepared.UploadId, default);
                return false;
            }
        }
    }

    [Fact]
    public async Task of_two_processes_that_claim_at_the_same_time_exactly_one_wins()
    {
        ILake other = Another();
        string? tag = null;
        for (int round = 0; round < Rounds; round++)
        {
            string? before = tag;
            string?[] tags = await Task.WhenAll(((ILake[])[Lake, other]).Select((lake, process) => Task.Run(() =>
                lake.PutControlAsync(Control, Encoding.UTF8.GetBytes($"{round} {process}"), before, default))));

            tag = Assert.Single(tags.OfType<string>());
            ControlObject? found = await other.GetControlAsync(Control, default);
            Assert.Equal(($"{round} {Array.IndexOf(tags, tag)}", tag), (Text(found!), found!.Tag));
        }
    }

    [Fact]
    public async Task a_reader_sees_whole_objects_and_whole_records_only_while_they_are_replaced()
    {
        await PublishAsync(Key, Letters('a'), "t0");
        string? tag = await Lake.PutControlAsync(Control, Encoding.UTF8.GetBytes(Letters('a')), null, default);
        ILake other = Another();
        using var done = new CancellationTokenSource();
        Task<int>[] reading = [Task.Run(() => WholeAsync(Lake, done.Token)), Task.Run(() => WholeAsync(other, done.Token))];

        for (int round = 1; round <= Rounds; round++)
        {
            await PublishAsync(Key, Letters((char)('a' + round)), $"t{round}");
            tag = await Lake.PutControlAsync(Control, Encoding.UTF8.GetBytes(Letters((char)('a' + round))), tag, default);
        }

        await done.CancelAsync();
        Assert.All(await Task.WhenAll(reading), reads => Assert.InRange(reads, 1, int.MaxValue));
    }

    /// <summary>Reads until it is told to stop, and at least once; returns how often.</summary>
    private static async Task<int> WholeAsync(ILake lake, CancellationToken stop)
    {
        int reads = 0;
        do
        {
            await using Stream stream = await lake.OpenAsync(Key, default);
            using var reader = new StreamReader(stream);
            string text = await reader.ReadToEndAsync(default);
            Assert.Equal(Letters(text[0]), text);
            Assert.Equal(text.Length, (await lake.FindAsync(Key, default))!.Size);

            string record = Text((await lake.GetControlAsync(Control, default))!);
            Assert.Equal(Letters(record[0]), record);
            reads++;
        }
        while (!stop.IsCancellationRequested);

        return reads;
    }

    /// <summary>Larger than what is written at once.</summary>
    private static string Letters(char letter) => new(letter, 100_000);
}
