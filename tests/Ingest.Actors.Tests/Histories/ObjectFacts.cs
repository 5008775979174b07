using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Ingest.TestKit;
using Parquet;

namespace Ingest.Actors.Tests.Histories;

/// <summary>What an object's bytes say.</summary>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Rows">By its footer.</param>
internal sealed record ObjectFacts(string Sha256, long Size, long Rows)
{
    private static readonly ConditionalWeakTable<byte[], ObjectFacts> Known = [];
    private static readonly ConcurrentDictionary<string, long> RowsOf = [];

    /// <exception cref="Exception">The bytes are no whole Parquet file.</exception>
    public static async Task<ObjectFacts> OfAsync(byte[] bytes)
    {
        if (Known.TryGetValue(bytes, out ObjectFacts? known))
        {
            return known;
        }

        string sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (!RowsOf.TryGetValue(sha256, out long rows))
        {
            await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(bytes));
            rows = reader.Metadata!.NumRows;
            RowsOf[sha256] = rows;
        }

        return Known.GetValue(bytes, _ => new ObjectFacts(sha256, bytes.Length, rows));
    }

    /// <summary>A lake's objects that have rows, by key.</summary>
    public static async Task<IReadOnlyDictionary<string, byte[]>> WithRowsAsync(MemoryLake lake)
    {
        Dictionary<string, byte[]> objects = [];
        foreach ((string key, byte[] bytes) in lake.Objects)
        {
            if ((await OfAsync(bytes)).Rows > 0)
            {
                objects.Add(key, bytes);
            }
        }

        return objects;
    }
}
