using System.Buffers.Binary;
using System.IO.Hashing;
using Ingest.Codec.SensorPack;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>
/// Bursts of two channels on one day, the same for one seed. Some may be damaged, each in a way that no decoder can take for
/// a payload: one flipped bit, which a CRC finds without fail; a cut end, where the last four bytes that are left are checked
/// not to be a checksum; or another version under a right checksum.
/// </summary>
internal sealed class Corpus
{
    public const int Channels = 2;

    private const int SamplesMost = 20;
    private const int SmallMost = 999;

    private Corpus(IReadOnlyList<CorpusRow> rows) => Rows = rows;

    public IReadOnlyList<CorpusRow> Rows { get; }

    public IEnumerable<CorpusRow> Damaged => Rows.Where(row => row.Damaged);

    /// <param name="damaged">Rows that are damaged.</param>
    /// <param name="large">Rows whose first channel has a value of more than three digits.</param>
    public static Corpus Make(int seed, int rows, int damaged, int large = 0)
    {
        var random = new Random(seed);
        int[] order = [.. Enumerable.Range(0, rows)];
        random.Shuffle(order);
        HashSet<int> broken = [.. order.Take(damaged)];
        HashSet<int> big = [.. order.Skip(damaged).Take(large)];
        return new Corpus([.. Enumerable.Range(0, rows).Select(i => Row(i, random, broken.Contains(i), big.Contains(i)))]);
    }

    /// <summary>Makes the source's table, as <see cref="Readings"/> has it, and fills it.</summary>
    public async Task InsertAsync(Installation installation)
    {
        await installation.Source.ExecuteAsync(
            "CREATE TABLE readings (id BIGINT NOT NULL PRIMARY KEY, sensor_id INT NOT NULL, received_at DATETIME, revision BIGINT NOT NULL, payload BLOB)");
        await installation.Source.ExecuteAsync("CREATE INDEX readings_time ON readings (received_at, revision)");
        foreach (CorpusRow[] chunk in Rows.Chunk(1_000))
        {
            string values = string.Join(", ", chunk.Select((_, i) => $"(@{3 * i}, 1, @{(3 * i) + 1}, 1, @{(3 * i) + 2})"));
            object[] parameters = [.. chunk.SelectMany(row => new object[]
            {
                row.Id, row.Received.ToString("yyyy-MM-dd HH:mm:ss", null), row.Payload,
            })];
            await installation.Source.ExecuteAsync($"INSERT INTO readings VALUES {values}", parameters);
        }
    }

    private static CorpusRow Row(int i, Random random, bool damaged, bool large)
    {
        DateTime received = Readings.Day.AddSeconds(i * 8);
        int samples = random.Next(1, SamplesMost + 1);
        long first = (received - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        long[] times = [.. Enumerable.Range(0, samples).Select(sample => first + (sample * 1_000))];
        long[] values = [.. Enumerable.Range(0, samples * Channels).Select(_ => (long)random.Next(-SmallMost, SmallMost + 1))];
        if (large)
        {
            values[random.Next(samples)] = random.Next(SmallMost + 1, 100_000);
        }

        byte[] payload = new byte[SensorPackEncoder.BytesMax(samples, Channels)];
        payload = payload[..SensorPackEncoder.Encode(times, values, default, payload)];
        return new CorpusRow(i + 1, received, damaged ? Damage(payload, random) : payload, damaged, values);
    }

    private static byte[] Damage(byte[] payload, Random random)
    {
        switch (random.Next(3))
        {
            case 0:
                byte[] flipped = [.. payload];
                flipped[random.Next(payload.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                byte[] cut = payload[..random.Next(payload.Length)];
                return IsSealed(cut) ? throw new InvalidOperationException("The cut payload has a right checksum; take another seed.") : cut;
            default:
                byte[] version = [(byte)random.Next(2, 256), .. payload.AsSpan(1)];
                BinaryPrimitives.WriteUInt32LittleEndian(version.AsSpan(^4), Crc32.HashToUInt32(version.AsSpan(..^4)));
                return version;
        }
    }

    private static bool IsSealed(byte[] payload) =>
        payload.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(payload.AsSpan(^4)) == Crc32.HashToUInt32(payload.AsSpan(..^4));
}

/// <summary>A source row.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Received">Its time.</param>
/// <param name="Payload">As the source has it.</param>
/// <param name="Damaged">Whether its payload cannot be decoded.</param>
/// <param name="Values">What was encoded, unscaled, channel after channel.</param>
internal sealed record CorpusRow(long Id, DateTime Received, byte[] Payload, bool Damaged, long[] Values)
{
    /// <summary>The samples of a channel.</summary>
    public ReadOnlySpan<long> Channel(int channel) =>
        Values.AsSpan(channel * (Values.Length / Corpus.Channels), Values.Length / Corpus.Channels);

    public int Samples => Values.Length / Corpus.Channels;
}
