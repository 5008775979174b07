using System.Text.Json;
using Ingest.Actors.Lake;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Auditing;

/// <summary>
/// Looks at a slice of a table's old units each time it is called, one slice after the other and round again, so that each of
/// them is looked at once in a while. Where it stopped is kept beside the table's records.
/// </summary>
public sealed class RollingAudit
{
    private readonly ILake _lake;
    private readonly RecordStore _records;
    private readonly UnitAudit _units;

    public RollingAudit(ILake lake, UnitAudit units)
    {
        _lake = lake;
        _records = new RecordStore(lake);
        _units = units;
    }

    /// <summary>Looks at the next slice.</summary>
    /// <param name="planned">Units of one table that are looked at anyway; at least one.</param>
    /// <param name="cancellation">Abandons it.</param>
    /// <returns>Old units that differ.</returns>
    /// <exception cref="Exception">The lake or the source failed; <see cref="IngestFailure.Of"/> says what it means.</exception>
    public async Task<IReadOnlyList<(PlannedUnit Unit, Finding Finding)>> RunAsync(
        IReadOnlyList<PlannedUnit> planned, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(planned);
        TableSpec table = planned[0].Unit.Table;
        string key = $"{table.Name}/_audit.json";
        ControlObject? place = await _lake.GetControlAsync(key, cancellation);
        IReadOnlyList<UnitInterval> slice = Slice(
            [.. (await _records.ListAsync(table, cancellation)).Except(planned.Select(unit => unit.Unit.Interval))],
            PlaceOf(place),
            table.Audit);
        if (slice.Count == 0)
        {
            return [];
        }

        List<(PlannedUnit, Finding)> found = [];
        foreach (UnitInterval interval in slice)
        {
            var unit = new PlannedUnit(new Unit(table, interval), planned[0].Table);
            Finding finding = await LookAsync(unit, cancellation);
            if (finding.Differences.Count > 0 || finding.Failure is not null)
            {
                found.Add((unit, finding));
            }
        }

        // Refused where another run has gone on meanwhile, which is as good.
        await _lake.PutControlAsync(
            key, JsonSerializer.SerializeToUtf8Bytes(new Place(Last(slice, found).Name)), place?.Tag, cancellation);
        return found;
    }

    /// <summary>A unit that cannot be looked at keeps no other from being looked at.</summary>
    private async Task<Finding> LookAsync(PlannedUnit unit, CancellationToken cancellation)
    {
        try
        {
            return await _units.RunAsync(unit, [], AuditLevel.Counts, cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            return new Finding(unit.Unit.Table, unit.Unit.Interval, []) { Failure = IngestFailure.Of(failure) };
        }
    }

    /// <summary>Where the next slice begins after: before what is to be mended, so that a run which is stopped first finds it
    /// again; but a unit that no run can mend does not stop the round.</summary>
    private static UnitInterval Last(IReadOnlyList<UnitInterval> slice, IReadOnlyList<(PlannedUnit Unit, Finding Finding)> found)
    {
        int mended = slice.TakeWhile(interval => !found.Any(unit => unit.Unit.Unit.Interval == interval && unit.Finding.IsMendable)).Count();
        return mended == 0 || mended == slice.Count ? slice[^1] : slice[mended - 1];
    }

    /// <summary>A place that cannot be read is none: the round begins anew.</summary>
    private static UnitInterval? PlaceOf(ControlObject? place)
    {
        try
        {
            return place is null ? null : UnitInterval.Parse(JsonSerializer.Deserialize<Place>(place.Content.Span)?.Last ?? "");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The units that come after the last one looked at, round and round.</summary>
    /// <param name="old">Units in order.</param>
    /// <param name="last">The last one looked at; null: none.</param>
    /// <param name="share">Of all old units, 0 to 1.</param>
    internal static IReadOnlyList<UnitInterval> Slice(IReadOnlyList<UnitInterval> old, UnitInterval? last, double share)
    {
        int count = (int)Math.Ceiling(old.Count * (decimal)share);
        int next = last is null ? 0 : old.Count(unit => UnitInterval.Order.Compare(unit, last) <= 0);
        return [.. Enumerable.Range(next, count).Select(i => old[i % old.Count])];
    }

    private sealed record Place(string Last);
}
