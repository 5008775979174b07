using Ingest.Codec;
using Xunit;

namespace Ingest.TestKit.Decoders;

/// <summary>What every <see cref="IPayloadDecoder"/> keeps (<c>docs/extending.md</c>). A subclass names decoders and payloads that are
/// known; the rest is made of them. What is random is the same in each run.</summary>
public abstract class DecoderContract
{
    private const int RandomBytesMax = 200;
    private const int CutsMax = 2_000;
    private const int Threads = 4;

    /// <summary>Decoders, each with vectors of which at least one is decoded.</summary>
    protected abstract IEnumerable<DecoderCase> Cases { get; }

    /// <summary>Hostile payloads of a kind that are tried, of all cases together.</summary>
    protected virtual int Rounds => 2_000;

    /// <summary>Bytes that one payload may make a decoder allocate, its columns included.</summary>
    protected virtual long BytesMax => 64 << 20;

    [Fact]
    public void every_vector_gives_its_samples_or_its_reason()
    {
        List<string> wrong = [];
        foreach (DecoderCase one in Cases)
        {
            var trial = new DecoderTrial(one, BytesMax);
            foreach (DecoderVector vector in one.Vectors)
            {
                (string?[][] samples, PayloadException? fault) = trial.Samples(vector.Payload, vector.RowTime);
                wrong.AddRange(Differences(vector, samples, fault).Select(difference => $"{vector.Name}: {difference}"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(50)));
    }

    [Fact]
    public void a_decoder_says_what_it_is()
    {
        foreach (IPayloadDecoder decoder in Cases.Select(one => one.Decoder))
        {
            Assert.False(string.IsNullOrWhiteSpace(decoder.Codec), "a decoder has no name");
            Assert.NotEmpty(decoder.Channels);
            Assert.Distinct(decoder.Channels.Select(channel => channel.Name));
            Assert.Equal((decoder.Codec, decoder.Version, decoder.Definition), (decoder.Codec, decoder.Version, decoder.Definition));
        }
    }

    [Fact]
    public void every_beginning_of_a_vector_is_decoded_whole_or_refused()
    {
        foreach (DecoderCase one in Cases)
        {
            var trial = new DecoderTrial(one, BytesMax);
            foreach (DecoderVector vector in one.Vectors)
            {
                // Of a long payload, its beginning byte by byte and the rest in steps.
                int step = Math.Max(1, vector.Payload.Length * one.Vectors.Count / CutsMax);
                for (int length = 0; length < vector.Payload.Length; length += length < 32 ? 1 : step)
                {
                    trial.Outcome(vector.Payload[..length], vector.RowTime);
                }
            }
        }
    }

    [Fact]
    public void changed_vectors_are_decoded_whole_or_refused_each_time_the_same() => Hostile((one, random) => PayloadMutation.Of(
        one.Vectors[random.Next(one.Vectors.Count)].Payload, one.Vectors[random.Next(one.Vectors.Count)].Payload, random));

    [Fact]
    public void random_bytes_are_decoded_whole_or_refused_each_time_the_same() => Hostile((_, random) =>
    {
        byte[] payload = new byte[random.Next(RandomBytesMax)];
        random.NextBytes(payload);
        return payload;
    });

    [Fact]
    public async Task many_threads_share_a_decoder_and_read_what_one_reads()
    {
        foreach (DecoderCase one in Cases)
        {
            var random = new Random(3);
            (byte[] Payload, long? RowTime)[] payloads =
            [
                .. one.Vectors.Select(vector => (vector.Payload, vector.RowTime)),
                .. one.Vectors.Select(vector => (PayloadMutation.Of(vector.Payload, vector.Payload, random), vector.RowTime)),
            ];
            var alone = new DecoderTrial(one, BytesMax);
            string[] expected = [.. payloads.Select(payload => alone.Outcome(payload.Payload, payload.RowTime))];

            // Threads of their own: a busy pool might lend only one.
            await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
                () => Read(new DecoderTrial(one, BytesMax), payloads, expected, thread),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
        }
    }

    private static void Read(DecoderTrial trial, (byte[] Payload, long? RowTime)[] payloads, string[] expected, int first)
    {
        for (int round = 0; round < Math.Max(50, payloads.Length); round++)
        {
            int i = (first + round) % payloads.Length;
            string found = trial.Outcome(payloads[i].Payload, payloads[i].RowTime);
            Assert.True(found == expected[i], $"many threads read '{found}', one reads '{expected[i]}' for {Convert.ToHexStringLower(payloads[i].Payload)}");
        }
    }

    private static IEnumerable<string> Differences(DecoderVector vector, string?[][] samples, PayloadException? fault)
    {
        if (fault is not null || vector.Samples is null)
        {
            return vector.Error is null ? [$"is refused: {fault!.Message}"]
                : fault is null ? [$"gives {samples.Length} samples, expected '{vector.Error}'"]
                : fault.Message.StartsWith(vector.Error, StringComparison.Ordinal) ? []
                : [$"is refused with '{fault.Message}', expected '{vector.Error}'"];
        }

        return samples.Length != vector.Samples.Count
            ? [$"gives {samples.Length} samples, expected {vector.Samples.Count}"]
            : samples.Index()
                .Where(sample => !AreSame(vector.Samples[sample.Index], sample.Item))
                .Select(sample => $"sample {sample.Index} is {Line(sample.Item)}, expected {Line(vector.Samples[sample.Index])}");
    }

    private static bool AreSame(IReadOnlyList<string?> expected, string?[] found) =>
        expected.Count == found.Length && expected.Zip(found).All(pair => SampleCells.AreSame(pair.First, pair.Second));

    private static string Line(IEnumerable<string?> cells) => string.Join('|', cells.Select(cell => cell ?? "NULL"));

    private void Hostile(Func<DecoderCase, Random, byte[]> make)
    {
        DecoderCase[] cases = [.. Cases];
        int rounds = Math.Max(20, Rounds / cases.Length);
        var random = new Random(1);
        foreach (DecoderCase one in cases)
        {
            var trial = new DecoderTrial(one, BytesMax);
            long? rowTime = one.Vectors[0].RowTime;
            for (int round = 0; round < rounds; round++)
            {
                byte[] payload = make(one, random);
                payload = round % 2 == 0 && one.Mend is { } mend ? mend(payload) : payload;
                string first = trial.Outcome(payload, rowTime);
                string second = trial.Outcome(payload, rowTime);
                Assert.True(first == second, $"first '{first}', then '{second}' for {Convert.ToHexStringLower(payload)}");
            }
        }
    }
}
