using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Rows;

/// <summary>What becomes no column: it is read and checked.</summary>
internal sealed class HiddenStep(Operation operation) : RowStep
{
    /// <inheritdoc/>
    public override bool TryRun(ref LayoutRun run)
    {
        operation.RunAlone(ref run);
        return true;
    }
}
