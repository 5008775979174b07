using Ingest.Codec.Layout.Reading;

namespace Ingest.Codec.Layout.Samples;

/// <summary>Compares a checksum with that of the bytes before it.</summary>
/// <param name="name">The field's name.</param>
/// <param name="reader">The checksum.</param>
/// <param name="algorithm">What it is computed with.</param>
/// <param name="from">The first byte that it covers.</param>
internal sealed class ChecksumOperation(string name, IntegerReader reader, Checksum algorithm, int from) : LoneOperation
{
    /// <inheritdoc/>
    public override int? Bytes => reader.Bytes;

    /// <inheritdoc/>
    public override void RunAlone(ref LayoutRun run)
    {
        int offset = run.Offset;
        long stored = reader.Read(ref run, name);
        long computed = algorithm.Of(run.Payload[Math.Min(from, offset)..offset]);
        if (stored != computed)
        {
            throw new PayloadException($"{name} is 0x{stored:x}, the bytes before it give 0x{computed:x}", offset);
        }
    }
}
