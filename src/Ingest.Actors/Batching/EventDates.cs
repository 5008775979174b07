namespace Ingest.Actors.Batching;

/// <summary>Which event dates one pass over a unit writes: the first so many that come, and then no other.</summary>
internal sealed class EventDates
{
    private readonly int _most;
    private readonly HashSet<DateOnly> _written;
    private readonly SortedSet<DateOnly> _left = [];
    private readonly HashSet<DateOnly> _now = [];

    private EventDates(int most, HashSet<DateOnly> written)
    {
        _most = most;
        _written = written;
    }

    public static EventDates FirstCome(int most) => new(most, []);

    /// <summary>Whether this pass writes the date.</summary>
    public bool Admit(DateOnly date)
    {
        if (_now.Contains(date))
        {
            return true;
        }

        if (_written.Contains(date))
        {
            return false;
        }

        if (_now.Count < _most)
        {
            _now.Add(date);
            return true;
        }

        _left.Add(date);
        return false;
    }

    /// <summary>The dates of the next pass; null when none was left.</summary>
    /// <param name="putOff">Dates that were admitted and not written after all.</param>
    public EventDates? Rest(IReadOnlySet<DateOnly> putOff) =>
        _left.Count + putOff.Count == 0 ? null : new EventDates(_most, [.. _written, .. _now.Except(putOff)]);
}
