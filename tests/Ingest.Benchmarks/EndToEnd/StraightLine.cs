using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Codec.SensorPack;
using MySqlConnector;
using Parquet;
using Parquet.Schema;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>
/// The yardstick: what someone writes who wants just this one table, once. One thread, one day after the other: read, decode,
/// sort by counting, encode OPTIONAL columns with their statistics, hash, sync. No pages, bounds, retries, records or commits.
/// </summary>
internal static class StraightLine
{
    private static readonly SensorPackDecoder Decoder = new([.. Workload.Channels.Select(channel => new Channel(channel.Name, channel.Scale))]);

    /// <summary>Writes a file a day: <c>yyyyMMdd.parquet</c>.</summary>
    /// <returns>Points written.</returns>
    public static async Task<long> RunAsync(Workload workload, string folder)
    {
        long points = 0;
        var sensors = new FixedColumn<int>(ColumnType.Int32);
        var samples = new SampleColumns(
            new FixedColumn<long>(ColumnType.TimestampMicros),
            [.. Decoder.Channels.Select(channel => ColumnBuffer.Create(channel.Type))]);
        byte[] payload = new byte[1 << 16];
        await using SourceReader source = await SourceReader.OpenAsync(workload.Source, workload.Password, workload.Table);
        foreach (DateOnly day in workload.Days)
        {
            samples.RollBack(0);
            sensors.Truncate(0);
            await source.ReadAsync(day, row => Append(row, payload, sensors, samples));
            await WriteAsync(Path.Combine(folder, $"{day:yyyyMMdd}.parquet"), sensors, samples);
            points += (long)samples.Count * Decoder.Channels.Count;
        }

        return points;
    }

    private static void Append(MySqlDataReader row, byte[] payload, FixedColumn<int> sensors, SampleColumns samples)
    {
        int before = samples.Count;
        _ = row.GetUInt64(0);
        int bytes = (int)row.GetBytes(2, 0, payload, 0, payload.Length);
        Decoder.Decode(payload.AsSpan(0, bytes), samples);
        sensors.AppendUninitialized(samples.Count - before).Fill(row.GetInt32(1));
    }

    private static async Task WriteAsync(string path, FixedColumn<int> sensors, SampleColumns samples)
    {
        int count = samples.Count;
        int[] order = Order(sensors.Values, samples.Time.Values);
        int[] levels = ArrayPool<int>.Shared.Rent(count);
        levels.AsSpan(0, count).Fill(1);
        ColumnBuffer[] columns = [sensors, samples.Time, .. samples.Channels];
        DataField[] fields =
        [
            new DataField<int?>("sensor_id"), new DataField<long?>("time"),
            .. Workload.Channels.Select(channel => new DataField<int?>(channel.Name)),
        ];
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = CompressionLevel.Optimal };
        foreach (DataField field in fields)
        {
            options.ColumnEncodingHints[field.Name] = EncodingHint.DeltaBinaryPacked;
        }

        await using FileStream file = File.Create(path);
        using var hash = SHA256.Create();
        await using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            await using var buffered = new BufferedStream(hashed, 1 << 16);
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), buffered, options);
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            for (int i = 0; i < columns.Length; i++)
            {
                await (columns[i] is FixedColumn<int> ints
                    ? WriteAsync(group, fields[i], ints, order, levels)
                    : WriteAsync(group, fields[i], (FixedColumn<long>)columns[i], order, levels));
            }
        }

        file.Flush(flushToDisk: true);
        ArrayPool<int>.Shared.Return(order);
        ArrayPool<int>.Shared.Return(levels);
    }

    private static async Task WriteAsync<T>(ParquetRowGroupWriter group, DataField field, FixedColumn<T> column, int[] order, int[] levels)
        where T : unmanaged
    {
        T[] sorted = ArrayPool<T>.Shared.Rent(column.Count);
        Gather(column.Values, order, sorted);
        await group.WriteAllPartsAsync<T>(field, sorted.AsMemory(0, column.Count), levels.AsMemory(0, column.Count), null, default);
        ArrayPool<T>.Shared.Return(sorted);
    }

    private static void Gather<T>(ReadOnlySpan<T> values, int[] order, T[] sorted)
    {
        for (int i = 0; i < values.Length; i++)
        {
            sorted[i] = values[order[i]];
        }
    }

    /// <summary>Rows by sensor; a sensor's rows come in the order of their times already.</summary>
    private static int[] Order(ReadOnlySpan<int> sensors, ReadOnlySpan<long> times)
    {
        int highest = 0;
        foreach (int sensor in sensors)
        {
            highest = Math.Max(highest, sensor);
        }

        int[] next = new int[highest + 2];
        foreach (int sensor in sensors)
        {
            next[sensor + 1]++;
        }

        for (int i = 1; i < next.Length; i++)
        {
            next[i] += next[i - 1];
        }

        long[] last = new long[highest + 1];
        last.AsSpan().Fill(long.MinValue);
        int[] order = ArrayPool<int>.Shared.Rent(sensors.Length);
        for (int i = 0; i < sensors.Length; i++)
        {
            int sensor = sensors[i];
            if (times[i] < last[sensor])
            {
                throw new InvalidOperationException("The reference data's times do not ascend.");
            }

            last[sensor] = times[i];
            order[next[sensor]++] = i;
        }

        return order;
    }
}
