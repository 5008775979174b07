namespace Ingest.Codec.Layout.Samples;

/// <summary>Bytes that are always the same.</summary>
internal sealed class MagicOperation(string name, byte[] expected, Condition? condition) : LoneOperation
{
    /// <inheritdoc/>
    public override int? Bytes => condition is null ? expected.Length : null;

    /// <inheritdoc/>
    public override void RunAlone(ref LayoutRun run)
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
