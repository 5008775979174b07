using System.Numerics;

namespace Ingest.Actors.Decoding;

/// <summary>What was read and decoded. Free of order: tallies of parts add up to the whole's.</summary>
/// <param name="Rows">Source rows read.</param>
/// <param name="Rejected">Source rows that could not be decoded.</param>
/// <param name="Samples">Rows of the lake.</param>
/// <param name="Points">Non-null channel values; in a copied table, samples.</param>
/// <param name="Checksum">Sum of the rows' hashes over all selected columns, modulo 2^64.</param>
public readonly record struct UnitTally(long Rows, long Rejected, long Samples, long Points, ulong Checksum)
    : IAdditionOperators<UnitTally, UnitTally, UnitTally>
{
    /// <summary>Values of columns that are taken along which are not what the source holds.</summary>
    public ChangedValues Changed { get; init; }

    public static UnitTally operator +(UnitTally left, UnitTally right) => new(
        left.Rows + right.Rows,
        left.Rejected + right.Rejected,
        left.Samples + right.Samples,
        left.Points + right.Points,
        left.Checksum + right.Checksum)
    {
        Changed = left.Changed + right.Changed,
    };
}
