using System.Numerics;
using Ingest.Codec.Columns;
using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Rows;

/// <summary>Integers and unscaled decimals, and times that are microseconds already.</summary>
internal sealed class NumberRow<T>(int column, NumberConversion conversion) : RowWriter(column)
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly Interval _allowed = conversion.Allowed;
    private readonly long _factor = conversion.Factor;
    private readonly long _addend = conversion.Addend;
    private readonly bool _hasNull = conversion.Null is not null;
    private readonly long _null = conversion.Null ?? 0;

    /// <inheritdoc/>
    public override bool TryAppend(ref LayoutRun run, long value)
    {
        if (_hasNull && value == _null)
        {
            AppendNull(ref run);
            return true;
        }

        if (!_allowed.Contains(value))
        {
            return false;
        }

        ((FixedColumn<T>)run.Column(Column)).Append(T.CreateTruncating((value * _factor) + _addend));
        return true;
    }
}
