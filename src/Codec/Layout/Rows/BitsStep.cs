using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Rows;

/// <summary>An integer whose bits are fields.</summary>
/// <param name="bits">It.</param>
/// <param name="rows">For each of its fields; null: it is no column.</param>
internal sealed class BitsStep(BitsOperation bits, RowWriter?[] rows) : RowStep
{
    /// <inheritdoc/>
    public override bool TryRun(ref LayoutRun run)
    {
        int offset = run.Offset;
        long whole = bits.Reader.Read(ref run, bits.Name);
        for (int i = 0; i < rows.Length; i++)
        {
            long value = bits.Value(ref run, i, whole, offset);
            if (rows[i]?.TryAppend(ref run, value) == false)
            {
                return false;
            }
        }

        return true;
    }
}
