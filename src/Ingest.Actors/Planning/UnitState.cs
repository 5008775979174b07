using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Planning;

/// <summary>Whether a unit has to run, from comparing what the lake says of it with what the source says now.</summary>
public static class UnitState
{
    /// <summary>Whether a unit can get no more rows: <see cref="TableSpec.Settle"/> has passed on the source's clock since its day
    /// ended, or since the highest key left its block. A whole table is always open.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="sourceClock">The source's clock.</param>
    /// <param name="left">Since when there are keys above the block; null: there are none, or it is no block.</param>
    public static bool IsClosed(Unit unit, DateTimeOffset sourceClock, DateTimeOffset? left = null)
    {
        ArgumentNullException.ThrowIfNull(unit);
        DateTimeOffset? end = unit.Interval is UnitInterval.Day day ? Dates.Instant(day.EndMicros) : left;
        return sourceClock >= end + unit.Table.Settle;
    }

    /// <summary>Why a unit has to run, or null when the lake has it as the source has it.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="record">Its record; null when it has none.</param>
    /// <param name="source">Its fingerprint now.</param>
    /// <param name="closed">Whether it is closed now.</param>
    /// <param name="decoder">The table's decoder hash now.</param>
    public static RunReason? Compare(Unit unit, UnitRecord? record, Fingerprint source, bool closed, string decoder)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return record switch
        {
            null => RunReason.New,
            { IsCommitted: false } => RunReason.Unfinished,
            _ when record.Decoder != decoder => RunReason.DecoderChanged,
            _ when record.Source != source => RunReason.SourceChanged,
            // A block's fingerprint has seen every row: there is nothing to read again, only to be recorded.
            { Open: true } when closed && unit.Interval is not UnitInterval.Block => RunReason.WasOpen,
            _ when unit.Interval is UnitInterval.All && unit.Table.UpdateColumn is null => RunReason.UpdatesUnseen,
            _ => null,
        };
    }
}

/// <summary>Why a unit has to run.</summary>
public enum RunReason
{
    /// <summary>The lake has no record of it.</summary>
    New,

    /// <summary>An attempt began to publish it and did not finish.</summary>
    Unfinished,

    /// <summary>The source's fingerprint differs.</summary>
    SourceChanged,

    /// <summary>It could still get rows when it was read, and cannot any more.</summary>
    WasOpen,

    /// <summary>It was decoded in another way.</summary>
    DecoderChanged,

    /// <summary>Its columns in the lake had other names or types: the source's schema changed.</summary>
    ColumnsChanged,

    /// <summary>It is a whole table without an update column: only reading it tells whether it changed.</summary>
    UpdatesUnseen,

    /// <summary>An audit found that the lake does not hold what its record says.</summary>
    Repair,
}
