namespace Ingest.Codec.Layout.Samples;

/// <summary>Passes bytes that mean nothing.</summary>
internal sealed class SkipOperation(string name, int bytes) : LoneOperation
{
    /// <inheritdoc/>
    public override int? Bytes => bytes;

    /// <inheritdoc/>
    public override bool IsStrided => true;

    /// <inheritdoc/>
    public override void RunAlone(ref LayoutRun run) => run.Take(bytes, name);

    /// <inheritdoc/>
    public override void RunStrided(ref LayoutRun run, scoped Scratch scratch, int at, int stride)
    {
    }
}
