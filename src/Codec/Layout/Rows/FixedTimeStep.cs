using Ingest.Codec.Layout.Reading;
using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Rows;

/// <summary>An integer of a width that the machine knows, which is always there and is a time.</summary>
internal sealed class FixedTimeStep<TStored>(TimeConversion time, Interval allowed, NumberRow<long> row) : RowStep
    where TStored : struct, IFixedInteger
{
    /// <inheritdoc/>
    public override bool TryRun(ref LayoutRun run)
    {
        if (!run.TryTake(TStored.Bytes, out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        long value = TStored.Read(bytes);
        return allowed.Contains(value) && time.TryMicros(ref run, value, out long micros) && row.TryAppend(ref run, micros);
    }
}
