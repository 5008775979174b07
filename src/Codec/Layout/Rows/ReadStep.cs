using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Rows;

/// <summary>Any other field that becomes a column.</summary>
internal sealed class ReadStep(ReadOperation read, RowWriter row) : RowStep
{
    /// <inheritdoc/>
    public override bool TryRun(ref LayoutRun run)
    {
        if (read.TryRead(ref run, out long value))
        {
            return row.TryAppend(ref run, value);
        }

        row.AppendNull(ref run);
        return true;
    }
}
