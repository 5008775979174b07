using System.Buffers.Binary;
using Ingest.Actors.Units;
using Parquet;

namespace Ingest.Actors.Writing;

/// <summary>Opens Parquet files that may be damaged.</summary>
internal static class ParquetFooter
{
    private const int TailBytes = 8;

    /// <summary>COR_E_IO: a library's own, for no system gave it a number.</summary>
    private const int NoSystemError = unchecked((int)0x80131620);

    /// <summary>Reads the footer.</summary>
    /// <param name="stream">Can be sought; stays open.</param>
    /// <param name="cancellation">Abandons it.</param>
    /// <exception cref="Exception">Reading failed, or the bytes are wrong: <see cref="IsDamage"/> says which.</exception>
    public static async Task<ParquetReader> OpenAsync(Stream stream, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] tail = new byte[TailBytes];
        if (stream.Length >= TailBytes)
        {
            stream.Position = stream.Length - TailBytes;
            await stream.ReadExactlyAsync(tail, cancellation);
        }

        // Parquet.Net seeks and allocates by the length that it finds there.
        if (!tail.AsSpan(4).SequenceEqual("PAR1"u8) || BinaryPrimitives.ReadUInt32LittleEndian(tail) + TailBytes > stream.Length)
        {
            throw new InvalidDataException("it does not end as a Parquet file does");
        }

        stream.Position = 0;
        return await ParquetReader.CreateAsync(stream, leaveStreamOpen: true, cancellationToken: cancellation);
    }

    /// <summary>Whether the bytes are wrong, and not the reading of them: Parquet.Net throws whatever its parsing comes
    /// upon.</summary>
    public static bool IsDamage(Exception failure) => failure switch
    {
        EndOfStreamException or InvalidDataException => true,
        IOException => failure.GetType() == typeof(IOException) && failure.HResult == NoSystemError,
        _ => failure is not (IngestException or OperationCanceledException),
    };
}
