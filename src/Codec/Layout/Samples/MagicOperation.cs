namespace Ingest.Codec.Layout.Samples;

/// <summary>Bytes that are always the same.</summary>
internal sealed class MagicOperation(string name, byte[] expected, Condition? condition) : Operation
{
    /// <inheritdoc/>
    public override int? Bytes => condition is null ? expected.Length : null;

    /// <inheritdoc/>
    public override void Run(ref LayoutRun run, scoped Scratch scratch, int record)
    {
        if (condition?.Holds(run.Slots) == false)
        {
            return;
        }

        int offset = run.Offset;
        ReadOnlySpan<byte> found = run.Take(expected.Length, name);
        if (!found.SequenceEqual(expected))
        {
            throw new PayloadException(
                $"{name} is 0x{Convert.ToHexStringLower(found)}, expected 0x{Convert.ToHexStringLower(expected)}", offset);
        }
    }
}
