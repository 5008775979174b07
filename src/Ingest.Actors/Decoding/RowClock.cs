using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Codec.Values;

namespace Ingest.Actors.Decoding;

/// <summary>A row's own time, for payloads whose times count from it.</summary>
/// <param name="column">The time column's position in the pages.</param>
/// <param name="encoding">How it tells the time.</param>
public sealed class RowClock(int column, TimeEncoding encoding)
{
    /// <summary>Microseconds since 1970; null where the column is NULL.</summary>
    /// <exception cref="PayloadException">It is text that tells no time, or a number of none.</exception>
    public long? Of(RowPage page, int row)
    {
        ColumnBuffer times = page.Columns[column];
        if (times.IsNull(row))
        {
            return null;
        }

        try
        {
            return times switch
            {
                BytesColumn text => SampleTime.Parse(text[row], "the row's time", 0),
                _ when encoding == TimeEncoding.Datetime => ((FixedColumn<long>)times).Values[row],
                FixedColumn<int> narrow => Epoch(narrow.Values[row]),
                FixedColumn<long> wide => Epoch(wide.Values[row]),
                _ => Epoch(((FixedColumn<decimal>)times).Values[row]),
            };
        }
        catch (PayloadException fault)
        {
            // Another column's value is at no byte of the payload.
            throw new PayloadException(fault.Reason);
        }
    }

    private long Epoch(decimal number) => number is >= long.MinValue and <= long.MaxValue
        ? SampleTime.Of((long)number, Unit, 0, 0)
        : throw new PayloadException($"the row's time {number} is not in the years 1 to 9999");

    private EpochUnit Unit => encoding switch
    {
        TimeEncoding.EpochS => EpochUnit.Seconds,
        TimeEncoding.EpochMs => EpochUnit.Milliseconds,
        _ => EpochUnit.Microseconds,
    };
}
