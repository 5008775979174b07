using Ingest.Actors.Decoding;
using Ingest.Actors.Units;

namespace Ingest.Actors.Batching;

/// <summary>
/// One reading of a unit's rows. Nearly always the only one: a unit with more event dates than a pass may write is read
/// again, in the same snapshot, for the dates that were left. Written by the batching stage, read when the stream is done.
/// </summary>
public sealed class UnitPass
{
    private readonly long _rows;
    private readonly long _rejectsMost;

    private UnitPass(Unit unit, int number, long rows, long rejectsMost, EventDates? dates)
    {
        Unit = unit;
        Number = number;
        Dates = dates;
        _rows = rows;
        _rejectsMost = rejectsMost;
    }

    /// <summary>1 for the first.</summary>
    public int Number { get; }

    public bool IsFirst => Number == 1;

    public Unit Unit { get; }

    /// <summary>What has been read so far.</summary>
    public UnitTally Tally { get; private set; }

    /// <summary>Samples that are still to come, if the rows that are left hold as many as those that came.</summary>
    internal long SamplesLeft => Tally.Rows == 0 ? 0 : (long)((Int128)Tally.Samples * (_rows - Tally.Rows) / Tally.Rows);

    /// <summary>The event dates that this pass writes; null for a copied table, whose rows lie where their unit does.</summary>
    internal EventDates? Dates { get; }

    /// <summary>The date under which rejects are kept: the unit's own.</summary>
    internal DateOnly? RejectDate => (Unit.Interval as UnitInterval.Day)?.Date;

    /// <summary>The first pass over a unit of that many source rows.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="rows">Its source rows.</param>
    /// <param name="limits">What one pass may take.</param>
    /// <param name="rejectsAccepted">So many may be rejected though the table's budget is smaller.</param>
    public static UnitPass First(Unit unit, long rows, EngineLimits limits, long rejectsAccepted = 0)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(limits);
        EventDates? dates = unit.Table.Payload is null ? null : EventDates.FirstCome(limits.DatesPerPass);
        return new UnitPass(unit, 1, rows, Math.Max(unit.Table.Rejects.Of(rows), rejectsAccepted), dates);
    }

    /// <summary>The pass for the dates that this one left; null when it left none.</summary>
    /// <param name="putOff">Dates that it took and did not write after all.</param>
    public UnitPass? Next(IReadOnlySet<DateOnly> putOff) => Dates?.Rest(putOff) is { } rest ? new UnitPass(Unit, Number + 1, _rows, _rejectsMost, rest) : null;

    /// <summary>Counts what came, and fails as soon as it is too much: a pager that goes astray must not fill the lake.</summary>
    /// <exception cref="IngestException">More rows came than the source counts, or more were rejected than the table's budget
    /// allows.</exception>
    internal void Count(UnitTally tally)
    {
        Tally += tally;
        if (Tally.Rows > _rows)
        {
            throw IngestException.Transient(
                $"{Unit}: the source counts {_rows} rows and its pages hold more; nothing was made visible.");
        }

        if (Tally.Rejected > _rejectsMost)
        {
            throw IngestException.Permanent(
                $"{Unit}: more than {_rejectsMost} source rows could not be decoded, and that is all that Rejects allows; nothing of the "
                + $"unit was made visible. Look at one with `ingest decode --table {Unit.Table.Name}`, mend Payload's channels, raise "
                + $"Rejects, or take this unit as it is: `ingest run --table {Unit.Table.Name} --unit {Unit.Name} --accept-rejects`.");
        }
    }
}
