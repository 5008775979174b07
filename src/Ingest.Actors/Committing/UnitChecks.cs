using System.Globalization;
using Ingest.Actors.Decoding;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Actors.Writing;

namespace Ingest.Actors.Committing;

/// <summary>What must hold before a unit may claim its record.</summary>
public static class UnitChecks
{
    /// <exception cref="IngestException">The record was written by a newer build.</exception>
    public static void Writer(Unit unit, UnitRecord? record)
    {
        if (record is { Writer: > WriterVersion.Current })
        {
            throw IngestException.Permanent(
                $"{unit}: its record was written by a newer build (writer {record.Writer}, this one is {WriterVersion.Current}); "
                + "run that build or a later one.");
        }
    }

    /// <summary>A replica that has not caught up with what the lake was made from proves nothing: the lake must not go back.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="record">Its record; null when it has none.</param>
    /// <param name="clock">The source's clock when the snapshot began.</param>
    /// <param name="applied">What was committed until then the snapshot holds for certain; less than the clock on a replica.</param>
    /// <exception cref="IngestException">The snapshot may be older than the record's.</exception>
    public static void Applied(Unit unit, UnitRecord? record, DateTimeOffset clock, DateTimeOffset applied)
    {
        if (record is not null && applied < clock && applied < record.SourceApplied)
        {
            string until = applied.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            throw IngestException.Transient(
                $"{unit}: the source is a replica that may lack what was committed after {until} UTC, and the lake was made from later "
                + "rows. The lake was left alone; the unit is looked at again when the replica has caught up.");
        }
    }

    /// <summary>An object that no record lists may be the last copy of rows that are purged in the source.</summary>
    /// <param name="unit">The unit whose name it bears.</param>
    /// <param name="key">The object.</param>
    /// <param name="there">Its rows.</param>
    /// <param name="next">Rows that would be there instead.</param>
    /// <exception cref="IngestException">Always.</exception>
    public static void Unlisted(Unit unit, string key, long there, long next)
    {
        ArgumentNullException.ThrowIfNull(unit);
        throw IngestException.Shrunk(
            $"{unit}: {key} holds {there} rows and no record lists it; this unit would leave {next} there, so the lake was left alone. If "
            + "the unit's record was lost, put it back from a copy. If the rows are meant to be gone, run "
            + $"`ingest verify --repair --accept-shrink --table {unit.Table.Name} --unit {unit.Name}`.");
    }

    /// <summary>A purge of old source rows, an empty restore or a wrong endpoint must never empty the lake.</summary>
    /// <exception cref="IngestException">The unit has fewer rows than when it was last committed.</exception>
    public static void Shrink(Unit unit, UnitRecord? record, Fingerprint source, bool closed, bool accept)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(source);
        if (!accept && IsShrunk(unit, record, source, closed))
        {
            throw IngestException.Shrunk(
                $"{unit}: the source has {source.Rows} rows and the lake was made from {RowsBefore(record)}; the lake was left alone. "
                + $"If the rows are meant to be gone, run `ingest run --table {unit.Table.Name} --unit {unit.Name} --accept-shrink`.");
        }
    }

    /// <summary>Whether the unit has fewer rows than when it was last committed, and its table does not follow.</summary>
    public static bool IsShrunk(Unit unit, UnitRecord? record, Fingerprint source, bool closed)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(source);
        // A block is open again when the source has lost its newest rows, to a restored copy say: that is no leave to follow.
        bool wasClosed = unit.Interval is UnitInterval.Block && record?.LastCommitted is { Open: false };
        bool fewer = closed || wasClosed ? source.Rows < RowsBefore(record) : source.Rows == 0 && RowsBefore(record) > 0;
        return fewer && unit.Table.OnShrink == ShrinkRule.Report;
    }

    private static long RowsBefore(UnitRecord? record) => record?.LastCommitted?.Source.Rows ?? 0;

    /// <exception cref="IngestException">The pages do not hold what the fingerprint of the same snapshot says.</exception>
    public static void Complete(Unit unit, Fingerprint source, UnitTally tally)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (tally.Rows != source.Rows)
        {
            throw IngestException.Transient(
                $"{unit}: the source counts {source.Rows} rows and its pages held {tally.Rows}; nothing was made visible.");
        }
    }

    /// <exception cref="IngestException">Two passes over one snapshot read different rows.</exception>
    public static void SamePass(Unit unit, UnitTally first, UnitTally tally)
    {
        if (tally != first)
        {
            throw IngestException.Transient($"{unit}: two passes over one snapshot read different rows; nothing was made visible.");
        }
    }
}
