using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Planning;

/// <summary>How far the highest key has gone beyond a block of keys. The source cannot say when that was, so the first who sees
/// it writes it down.</summary>
public static class BlockState
{
    /// <summary>Since when, as far as is known, there are keys above a block; null when there are none, and for other units.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="record">Its record; null when it has none.</param>
    /// <param name="planned">The highest key when the run was planned.</param>
    /// <param name="highest">The highest key in the unit's own snapshot.</param>
    /// <param name="clock">When that began.</param>
    public static DateTimeOffset? Left(Unit unit, UnitRecord? record, KeyMark? planned, Int128? highest, DateTimeOffset clock)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (unit is not { Interval: UnitInterval.Block block, Table.KeyBlock: { } size })
        {
            return null;
        }

        Int128 end = block.End(size);
        if (!(highest >= end))
        {
            return null;
        }

        DateTimeOffset seen = planned?.Key >= end && planned.Clock < clock ? planned.Clock : clock;
        return record?.Left < seen ? record.Left : seen;
    }
}
