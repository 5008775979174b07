using System.Numerics;
using Ingest.Codec.Layout.Reading;

namespace Ingest.Codec.Layout.Rows;

/// <summary>An integer of a width that the machine knows, which is always there and becomes a number.</summary>
internal sealed class FixedNumberStep<TStored, T>(NumberRow<T> row) : RowStep
    where TStored : struct, IFixedInteger
    where T : unmanaged, IBinaryInteger<T>
{
    /// <inheritdoc/>
    public override bool TryRun(ref LayoutRun run) =>
        run.TryTake(TStored.Bytes, out ReadOnlySpan<byte> bytes) && row.TryAppend(ref run, TStored.Read(bytes));
}
