namespace Ingest.Actors.Auditing;

/// <summary>How many rows an object holds and the sum of their hashes, in whatever order.</summary>
/// <param name="Rows">Row count.</param>
/// <param name="Checksum">As <see cref="Decoding.RowChecksum"/> has it, modulo 2^64.</param>
internal readonly record struct RowSums(long Rows, ulong Checksum)
{
    public static RowSums operator +(RowSums left, RowSums right) => new(left.Rows + right.Rows, left.Checksum + right.Checksum);
}
