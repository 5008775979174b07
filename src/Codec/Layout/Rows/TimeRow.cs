using Ingest.Codec.Columns;
using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Rows;

/// <summary>Times that a series stores.</summary>
internal sealed class TimeRow(int column, TimeConversion time) : RowWriter(column)
{
    /// <inheritdoc/>
    public override bool TryAppend(ref LayoutRun run, long value)
    {
        if (!time.TryMicros(ref run, value, out long micros))
        {
            return false;
        }

        ((FixedColumn<long>)run.Column(Column)).Append(micros);
        return true;
    }
}
