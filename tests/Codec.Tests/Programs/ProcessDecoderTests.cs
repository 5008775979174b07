using System.Buffers.Binary;
using Ingest.Codec.Columns;
using Ingest.Codec.Programs;
using Ingest.Codec.Tests.Layout;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Ingest.Codec.Tests.Programs;

/// <summary>Real programs, in Python and Node, where the machine has them; both examples of the documentation among them.</summary>
public sealed class ProcessDecoderTests : IDisposable
{
    private static readonly Channel[] Channels = [new("temperature", 2), new("humidity", 1), new("state", ColumnType.Text)];

    private readonly string _folder = Directory.CreateTempSubdirectory("ingest-process-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string> Examples => new() { { "python3", "decode.py" }, { "node", "decode.mjs" } };

    [SkippableTheory]
    [MemberData(nameof(Examples))]
    public void The_documentation_s_examples_decode(string program, string file)
    {
        SkipWithout(program);
        using ProcessDecoder decoder = Example(program, file);

        Assert.Equal(
            ["2021-01-01T00:00:00Z|21.50|48.5|on", "2021-01-01T00:01:00Z|-|0.0|unknown"],
            LayoutRows.Of(decoder, [.. Record(1_609_459_200, 2_150, 97, 1), .. Record(1_609_459_260, -32_768, 0, 7)]));
        PayloadException fault = Assert.Throws<PayloadException>(() => LayoutRows.Of(decoder, [1, 2, 3]));
        Assert.Equal("3 bytes are no whole number of records", fault.Reason);
    }

    [SkippableTheory]
    [MemberData(nameof(Examples))]
    public void A_column_of_payloads_is_decoded_in_order_whatever_lies_between(string program, string file)
    {
        SkipWithout(program);
        using ProcessDecoder decoder = Example(program, file);
        using var payloads = new BytesColumn(ColumnType.Binary);
        for (int i = 0; i < 3_000; i++)
        {
            if (i % 7 == 3)
            {
                payloads.AppendNull();
            }
            else
            {
                payloads.Append(i % 11 == 5 ? [0] : [.. Enumerable.Repeat(Record(1_609_459_200, (short)i, 0, 0), 1 + (i % 40)).SelectMany(record => record)]);
            }
        }

        using IPayloadPipeline pipeline = decoder.Open(payloads, 100);
        for (int i = 100; i < payloads.Count; i++)
        {
            SampleColumns columns = LayoutRows.Empty(decoder);
            if (payloads.IsNull(i) || i % 13 == 0)
            {
                continue;
            }

            if (i % 11 == 5)
            {
                Assert.Throws<PayloadException>(() => pipeline.Decode(i, columns));
                Assert.Equal(0, columns.Count);
            }
            else
            {
                Assert.Equal(1 + (i % 40), pipeline.Decode(i, columns));
                Assert.Equal(i, ((FixedColumn<int>)columns.Channels[0]).Values[^1]);
            }
        }
    }

    [SkippableFact]
    public void A_pipeline_that_is_left_early_leaves_the_program_usable()
    {
        SkipWithout("python3");
        using ProcessDecoder decoder = Example("python3", "decode.py");
        using var payloads = new BytesColumn(ColumnType.Binary);
        for (int i = 0; i < 2_000; i++)
        {
            payloads.Append(Record(1_609_459_200, (short)i, 0, 0));
        }

        for (int row = 0; row < 2_000; row += 500)
        {
            using IPayloadPipeline pipeline = decoder.Open(payloads, row);
            SampleColumns columns = LayoutRows.Empty(decoder);
            pipeline.Decode(row, columns);
            Assert.Equal(row, ((FixedColumn<int>)columns.Channels[0]).Values[0]);
        }
    }

    [SkippableFact]
    public void A_payload_on_which_the_program_ends_is_rejected_and_the_next_ones_are_decoded()
    {
        SkipWithout("python3");
        using ProcessDecoder decoder = Script(
            """
                if payload == b"\x66": sys.stderr.write("poison\n"); sys.exit(9)
                answer = b'{"samples":[[0,%d]]}' % payload[0]
            """);

        Assert.Equal(["1", "ended with exit code 9", "2", "3"], Answers(decoder, 1, 0x66, 2, 3));
    }

    [SkippableFact]
    public async Task A_payload_on_which_the_program_hangs_is_rejected_and_the_next_ones_are_decoded()
    {
        SkipWithout("python3");
        var clock = new FakeTimeProvider();
        using ProcessDecoder decoder = Script(
            """
                if payload == b"\x66":
                    with open("hanging", "w") as file: file.write(str(os.getpid()))
                    os.rename("hanging", "hangs"); time.sleep(600)
                answer = b'{"samples":[[0,%d]]}' % payload[0]
            """,
            clock);
        Task<List<string>> answers = Task.Run(() => Answers(decoder, 1, 0x66, 2));
        string hangs = Path.Combine(_folder, "hangs");
        for (int times = 0; times < 2; times++)
        {
            // Hours pass while the program hangs, whenever its answer is begun to be waited for, and none while it starts.
            await UntilAsync(() => File.Exists(hangs) || answers.IsCompleted);
            string process = Path.Combine("/proc", File.Exists(hangs) ? await File.ReadAllTextAsync(hangs) : "none");
            File.Delete(hangs);
            await UntilAsync(() =>
            {
                clock.Advance(TimeSpan.FromHours(1));
                return !IsRunning(process) || answers.IsCompleted;
            });
        }

        Assert.Equal(["1", "gave no answer in time", "2"], await answers);
    }

    [SkippableFact]
    public void Payloads_on_which_a_fresh_program_ends_are_rejected_each_by_itself()
    {
        SkipWithout("python3");
        using ProcessDecoder decoder = Script(
            """
                if payload[0] < 4: sys.exit(payload[0])
                answer = b'{"samples":[[0,%d]]}' % payload[0]
            """);

        Assert.Equal(["ended with exit code 1", "ended with exit code 2", "ended with exit code 3", "4"], Answers(decoder, 1, 2, 3, 4));
    }

    [SkippableFact]
    public void A_program_whose_child_keeps_its_pipes_open_is_given_up_in_time()
    {
        SkipWithout("python3");
        using ProcessDecoder decoder = Script(
            """
                if payload == b"\x66": os._exit(7)
                answer = b'{"samples":[[0,%d]]}' % payload[0]
            """,
            start: """subprocess.Popen(["sleep", "60"])""",
            timeout: TimeSpan.FromSeconds(1));

        Assert.Equal(["1", "ended with exit code 7", "2"], Answers(decoder, 1, 0x66, 2));
    }

    [SkippableFact]
    public void A_program_that_answers_more_often_than_it_is_asked_shifts_no_rows()
    {
        SkipWithout("python3");
        using ProcessDecoder decoder = Script(
            """
                answer = b'{"samples":[[0,%d]]}' % payload[0]
                if payload == b"\x02":
                    raw, frame = True, number + len(answer).to_bytes(4, "little") + answer
                    answer = frame + frame
            """);

        DecoderException failure = Assert.Throws<DecoderException>(() => Answers(decoder, 1, 2, 3, 4, 5));

        Assert.StartsWith("A program that decodes payloads answers number 2, and the next was 3", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_program_that_answers_what_it_was_not_asked_yet_is_told()
    {
        SkipWithout("python3");
        using ProcessDecoder decoder = Script(
            """
                answer = b'{"samples":[[0,%d]]}' % payload[0]
                head = len(answer).to_bytes(4, "little")
                raw, answer = True, number + head + answer + (int.from_bytes(number, "little") + 1).to_bytes(4, "little") + head + answer
            """);
        using var payloads = new BytesColumn(ColumnType.Binary);
        payloads.Append([7]);
        using IPayloadPipeline pipeline = decoder.Open(payloads, 0);
        pipeline.Decode(0, Columns());

        DecoderException failure = Assert.Throws<DecoderException>(() => pipeline.Decode(0, Columns()));

        Assert.StartsWith("A program that decodes payloads answers more often than it is asked", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_program_that_does_not_start_fails_with_what_it_said_last()
    {
        SkipWithout("python3");
        using ProcessDecoder decoder = Script("    answer = b''", start: "raise KeyError('no such field')");

        DecoderException failure = Assert.Throws<DecoderException>(() => Answers(decoder, 1, 2, 3, 4));

        Assert.Contains("ended with exit code 1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("KeyError: 'no such field'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_is_not_there_is_told()
    {
        using var decoder = new ProcessDecoder(Settings(["no-such-program"]), [new Channel("x", 0)], TimeProvider.System);

        DecoderException failure = Assert.Throws<DecoderException>(() => Answers(decoder, 1));

        Assert.StartsWith("The program no-such-program, which decodes payloads, cannot be started", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_program_whose_file_changes_is_not_started_again()
    {
        SkipWithout("python3");
        using ProcessDecoder decoder = Script("    answer = b'{\"samples\":[]}'");
        string before = decoder.Definition;
        File.AppendAllText(Path.Combine(_folder, "script.py"), "# changed\n");

        DecoderException failure = Assert.Throws<DecoderException>(() => Answers(decoder, 1));

        Assert.Contains("have changed", failure.Message, StringComparison.Ordinal);
        using var after = new ProcessDecoder(Settings(["python3", "script.py"]), [new Channel("x", 0)], TimeProvider.System);
        Assert.NotEqual(before, after.Definition);
    }

    [SkippableTheory]
    [InlineData("number + b'hell'", "the program answers 1819043176 bytes, expected at most 67108864", true)]
    [InlineData("b'{}'", "the program's answer is neither {\"samples\": [[time, value, …], …]} nor {\"error\": \"why\"}", false)]
    [InlineData("b'nonsense'", "the program's answer is no JSON: 'nonsense' is an invalid JSON literal", false)]
    [InlineData("b'{\"samples\":[[0]]}'", "the program answers a sample with 0 values, expected 1: x", false)]
    [InlineData("b'{\"samples\":[[0,1,2]]}'", "the program answers a sample with more than 1 value, expected 1: x", false)]
    [InlineData("b'{\"samples\":[[1.5,1]]}'", "the program answers no time: expected whole microseconds since 1970, or text such as 2021-01-01T00:00:00Z", false)]
    [InlineData("b'{\"samples\":[[0,0.5]]}'", "value 0.5 of channel x has 1 decimals, the configuration allows 0; raise Scale, or say Round", false)]
    [InlineData("b'{\"samples\":[[0,[]]]}'", "the program's answer is neither {\"samples\": [[time, value, …], …]} nor {\"error\": \"why\"}", false)]
    [InlineData("b'{\"sample\":[]}'", "the program's answer has a member 'sample', expected samples, or error and offset", false)]
    public void An_answer_that_is_none_rejects_its_payload(string answer, string reason, bool isRaw)
    {
        SkipWithout("python3");
        using ProcessDecoder decoder = Script($"    answer = {answer}\n    raw = {(isRaw ? "True" : "False")}");

        PayloadException fault = Assert.Throws<PayloadException>(() => decoder.Decode([1], Columns()));

        Assert.StartsWith(reason, fault.Reason, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("""b'{"error":"torn","offset":1}'""", "torn at byte 1")]
    [InlineData("""b'{"error":"torn"}'""", "torn")]
    [InlineData("""b'{"samples":[[true,1]]}'""", "the program answers no time: expected whole microseconds since 1970, or text such as 2021-01-01T00:00:00Z")]
    public void A_byte_is_told_where_the_program_says_one(string answer, string message)
    {
        SkipWithout("python3");
        using ProcessDecoder decoder = Script($"    answer = {answer}");

        PayloadException fault = Assert.Throws<PayloadException>(() => decoder.Decode([1], Columns()));

        Assert.Equal(message, fault.Message);
    }

    private static List<string> Answers(ProcessDecoder decoder, params byte[] bytes)
    {
        using var payloads = new BytesColumn(ColumnType.Binary);
        foreach (byte value in bytes)
        {
            payloads.Append([value]);
        }

        using IPayloadPipeline pipeline = decoder.Open(payloads, 0);
        List<string> answers = [];
        for (int row = 0; row < bytes.Length; row++)
        {
            SampleColumns columns = Columns();
            try
            {
                pipeline.Decode(row, columns);
                answers.Add($"{((FixedColumn<int>)columns.Channels[0]).Values[0]}");
            }
            catch (PayloadException fault)
            {
                answers.Add(fault.Reason.Replace("the program ", "", StringComparison.Ordinal).Replace(" on this payload, twice", "", StringComparison.Ordinal));
            }
        }

        return answers;
    }

    private static SampleColumns Columns() =>
        new(new FixedColumn<long>(ColumnType.TimestampMicros), [ColumnBuffer.Create(new Channel("x", 0).Type)]);

    private static byte[] Record(uint seconds, short temperature, byte humidity, byte state)
    {
        byte[] record = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(record, seconds);
        BinaryPrimitives.WriteInt16BigEndian(record.AsSpan(4), temperature);
        (record[6], record[7]) = (humidity, state);
        return record;
    }

    private static ProcessDecoder Example(string program, string file) => new(
        new ProcessSettings { Command = [program, file], Folder = Path.Combine(AppContext.BaseDirectory, "Programs") }, Channels, TimeProvider.System);

    /// <summary>A process that was killed stays in the list until somebody has waited for it.</summary>
    private static bool IsRunning(string process)
    {
        try
        {
            return !File.ReadAllText(Path.Combine(process, "stat")).Split(')')[^1].TrimStart().StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private ProcessDecoder Script(string body, TimeProvider? clock = null, string start = "", TimeSpan? timeout = null)
    {
        File.WriteAllText(
            Path.Combine(_folder, "script.py"),
            $"""
            import os, subprocess, sys, time
            {start}
            def handle(payload):
                raw = False
            {body}
                return raw, answer
            while number := sys.stdin.buffer.read(4):
                payload = sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(4), "little"))
                raw, answer = handle(payload) if payload else (False, b"")
                sys.stdout.buffer.write(answer if raw else number + len(answer).to_bytes(4, "little") + answer)
                sys.stdout.buffer.flush()

            """);
        return new ProcessDecoder(
            Settings(["python3", "script.py"]) with { Timeout = timeout ?? TimeSpan.FromMinutes(1) }, [new Channel("x", 0)], clock ?? TimeProvider.System);
    }

    private ProcessSettings Settings(string[] command) => new() { Command = command, Folder = _folder, Timeout = TimeSpan.FromMinutes(1) };

    private static void SkipWithout(string program) => Skip.IfNot(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program))),
        $"{program} is not installed");
}
