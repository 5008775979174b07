namespace Ingest.Codec.Layout.Samples;

/// <summary>Never becomes a column of the record's own.</summary>
internal abstract class LoneOperation : Operation
{
    /// <inheritdoc/>
    public sealed override void Run(ref LayoutRun run, scoped Scratch scratch, int record) => RunAlone(ref run);

    /// <inheritdoc/>
    public abstract override void RunAlone(ref LayoutRun run);
}
