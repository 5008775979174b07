using System.Globalization;
using System.IO.Hashing;
using System.Text;
using BenchmarkDotNet.Attributes;
using Ingest.Actors.Decoding;
using Ingest.Codec.Columns;
using Ingest.Host.Sampling.Reference;

namespace Ingest.Benchmarks.Parts;

/// <summary>The checksum of a page's rows; an item is a row.</summary>
[Config(typeof(PartsConfig))]
public class ChecksumBenchmarks
{
    private ColumnBatch _rows = null!;

    /// <summary>small, burst: key, sensor and a payload of 1 and of 50 samples. plain: the columns of a copied table, with nulls.</summary>
    [Params("small", "burst", "plain")]
    public string Page { get; set; } = "";

    [Items(4_096, smoke: 512)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        object?[][] rows = [.. Page == "plain" ? PlainRows() : PayloadRows(Page == "small" ? 29 : 160)];
        _rows = new ColumnBatch(Page == "plain"
            ? [
                new("id", ColumnType.Int32), new("at", ColumnType.TimestampMicros), new("price", ColumnType.Decimal(28, 6)),
                new("ratio", ColumnType.Double), new("part", ColumnType.Float), new("name", ColumnType.Text),
            ]
            : [new("id", ColumnType.Int64), new("sensor_id", ColumnType.Int64), new("payload", ColumnType.Binary)]);
        foreach (object?[] row in rows)
        {
            for (int column = 0; column < row.Length; column++)
            {
                ColumnCase.Append(_rows[column], row[column]);
            }
        }

        Check.That(Checksum() == rows.Aggregate(0UL, (sum, row) => sum + Chain(row)), "the checksum is not the sum of the rows' chains");
    }

    [GlobalCleanup]
    public void CleanUp() => _rows.Dispose();

    [Benchmark]
    public ulong Checksum() => RowChecksum.Of(_rows, 0, _rows.Count);

    private IEnumerable<object?[]> PayloadRows(int payloadBytes)
    {
        var random = new SplitMix64(1);
        for (long row = 0; row < Rows; row++)
        {
            var payload = new byte[payloadBytes];
            for (int i = 0; i < payload.Length; i++)
            {
                payload[i] = (byte)random.Next();
            }

            yield return [row, random.Below(SampleShape.Sensors), Convert.ToHexString(payload)];
        }
    }

    private IEnumerable<object?[]> PlainRows()
    {
        var random = new SplitMix64(1);
        for (int row = 0; row < Rows; row++)
        {
            long number = random.Below(1_000_000);
            yield return
            [
                row,
                random.Below(8) == 0 ? null : number,
                random.Below(8) == 0 ? null : new decimal((int)number, 0, 0, false, 6),
                number / 100d,
                random.Below(8) == 0 ? null : number / 100f,
                random.Below(8) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"name {number}"),
            ];
        }
    }

    /// <summary>One row's chain, written down anew: each column's hash seeds the next one's, a null is nothing under the seed's
    /// complement, and decimals lose the zeros at their end.</summary>
    private ulong Chain(object?[] row)
    {
        ulong chain = 0;
        for (int column = 0; column < row.Length; column++)
        {
            var hash = new XxHash3(row[column] is null ? ~(long)chain : (long)chain);
            hash.Append(row[column] switch
            {
                null => [],
                int number => BitConverter.GetBytes(number),
                long number => BitConverter.GetBytes(number),
                float number => BitConverter.GetBytes(number),
                double number => BitConverter.GetBytes(number),
                decimal number => Bytes(number),
                string text when _rows.Columns[column].Type.Kind == ColumnKind.Text => Encoding.UTF8.GetBytes(text),
                string hex => Convert.FromHexString(hex),
                object other => throw new InvalidOperationException($"No column holds {other.GetType()}."),
            });
            chain = hash.GetCurrentHashAsUInt64();
        }

        return chain;
    }

    /// <summary>As a decimal lies in memory: flags, high, low, middle.</summary>
    private static byte[] Bytes(decimal number)
    {
        int[] bits = decimal.GetBits(decimal.Parse(number.ToString("G29", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        return [.. new[] { bits[3], bits[2], bits[0], bits[1] }.SelectMany(BitConverter.GetBytes)];
    }
}
