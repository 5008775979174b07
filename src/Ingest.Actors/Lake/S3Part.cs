using System.Buffers;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>The bytes of one part, in rented chunks that come as they are needed and are counted.</summary>
internal sealed class S3Part
{
    private const int ChunkBytes = EngineLimits.UploadChunkBytes;

    private readonly List<byte[]> _chunks = [];
    private readonly ByteBudget _held;

    public S3Part(ByteBudget held) => _held = held;

    public int Length { get; private set; }

    public bool IsFull => Length == EngineLimits.UploadPartBytes;

    /// <summary>Takes as many bytes as still fit, and says how many.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        int taken = Math.Min(bytes.Length, EngineLimits.UploadPartBytes - Length);
        for (int done = 0; done < taken;)
        {
            int at = Length % ChunkBytes;
            if (at == 0)
            {
                _chunks.Add(ArrayPool<byte>.Shared.Rent(ChunkBytes));
                _held.Add(ChunkBytes);
            }

            int now = Math.Min(taken - done, ChunkBytes - at);
            bytes.Slice(done, now).CopyTo(_chunks[^1].AsSpan(at));
            Length += now;
            done += now;
        }

        return taken;
    }

    /// <summary>A stream over the bytes, which lives as long as they are held.</summary>
    public Stream OpenRead() => new S3PartStream(_chunks, Length);

    /// <summary>Content-MD5 of the bytes.</summary>
    public string Md5()
    {
        using Stream bytes = OpenRead();
        return S3Checksums.Md5(bytes);
    }

    /// <summary>Holds nothing any more.</summary>
    /// <param name="reuse">Whether nobody can be reading any more.</param>
    public void Release(bool reuse)
    {
        foreach (byte[] chunk in _chunks)
        {
            _held.Add(-ChunkBytes);
            if (reuse)
            {
                ArrayPool<byte>.Shared.Return(chunk);
            }
        }

        _chunks.Clear();
        Length = 0;
    }
}
