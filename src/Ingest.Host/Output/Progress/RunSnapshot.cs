namespace Ingest.Host.Output.Progress;

/// <summary>How far a run is.</summary>
/// <param name="UnitsDone">Ended, however.</param>
/// <param name="UnitsPlanned">Done and to be done; 0 until that is known.</param>
/// <param name="UnitsFailed">Of those done.</param>
/// <param name="Rows">Source rows read so far, those of repeated units once more.</param>
/// <param name="Rejected">Source rows among them that could not be decoded.</param>
/// <param name="RowsPerSecond">Lately.</param>
/// <param name="PointsPerSecond">Lately.</param>
/// <param name="Remaining">The time that the rest will take if it goes on like this; null when that cannot be told.</param>
public readonly record struct RunSnapshot(
    int UnitsDone,
    int UnitsPlanned,
    int UnitsFailed,
    long Rows,
    long Rejected,
    double RowsPerSecond,
    double PointsPerSecond,
    TimeSpan? Remaining)
{
    /// <summary>For how long the catalog has been told of what was done; null: it is not its turn yet.</summary>
    public TimeSpan? Cataloging { get; init; }
}
