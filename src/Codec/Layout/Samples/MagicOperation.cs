namespace Ingest.Codec.Layout.Samples;

/// <summary>Bytes that are always the same.</summary>
internal sealed class MagicOperation(string name, byte[] expected) : Operation
{
    /// <inheritdoc/>
    public override int? Bytes => expected.Length;

    /// <inheritdoc/>
    public override void Run(ref LayoutRun run, scoped Scratch scratch, int record)
    {
        int offset = run.Offset;
        ReadOnlySpan<byte> found = run.Take(expected.Length, name);
        if (!found.SequenceEqual(expected))
        {
            throw new PayloadException(
                $"{name} is 0x{Convert.ToHexStringLower(found)}, expected 0x{Convert.ToHexStringLower(expected)}", offset);
        }
    }
}
