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
    /// <returns>Old units that differ or could not be looked at.</returns>
    /// <exception cref="IngestException">The lake failed.</exception>
    public async Task<IReadOnlyList<(PlannedUnit Unit, Finding Finding)>> RunAsync(
        IReadOnlyList<PlannedUnit> planned, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(planned);
        TableSpec table = planned[0].Unit.Table;
        string key = $"{table.Name}/_audit.json";
        ControlObject? control = await _lake.GetControlAsync(key, cancellation);
        Place place = PlaceOf(control);
        IReadOnlyList<UnitInterval> slice = Slice(
            [.. (await _records.ListAsync(table, cancellation)).Except(planned.Select(unit => unit.Unit.Interval))],
            UnitInterval.Parse(place.Last),
            table.Audit);
        if (slice.Count == 0)
        {
            return [];
        }

        List<(PlannedUnit, Finding)> found = [];
        foreach (UnitInterval interval in slice)
        {
            var unit = new PlannedUnit(new Unit(table, interval), planned[0].Table);
            Finding finding = await _units.RunAsync(unit, [], AuditLevel.Counts, cancellation);
            if (finding.Differences.Count > 0 || finding.Failure is not null)
            {
                found.Add((unit, finding));
            }

            if (finding.Failure is { Kind: FailureKind.Transient })
            {
                // The others would fail as well.
                break;
            }
        }

        // Refused where another run has gone on meanwhile, which is as good.
        byte[] next = JsonSerializer.SerializeToUtf8Bytes(Next(place, slice, found));
        await _lake.PutControlAsync(key, next, control?.Tag, cancellation);
        return found;
    }

    /// <summary>Stays before what is to be mended or could not be looked at for now, so that a run which is cut short first comes
    /// upon it again; the second time it goes past, so that a unit which no run can mend does not stop the round.</summary>
    private static Place Next(Place place, IReadOnlyList<UnitInterval> slice, IReadOnlyList<(PlannedUnit Unit, Finding Finding)> found)
    {
        int first = slice.TakeWhile(interval => !found.Any(old => old.Unit.Unit.Interval == interval && IsForNextTime(old.Finding))).Count();
        if (first == slice.Count)
        {
            return new Place(slice[^1].Name);
        }

        return slice[first].Name == place.Again
            ? new Place(slice[first].Name)
            : new Place(first == 0 ? place.Last : slice[first - 1].Name, slice[first].Name);
    }

    private static bool IsForNextTime(Finding finding) => finding.IsMendable || finding.Failure is { Kind: FailureKind.Transient };

    /// <summary>A place that cannot be read is none: the round begins anew.</summary>
    private static Place PlaceOf(ControlObject? control)
    {
        try
        {
            return control is null ? new Place("") : JsonSerializer.Deserialize<Place>(control.Content.Span) is { Last: not null } place ? place : new Place("");
        }
        catch (JsonException)
        {
            return new Place("");
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

    /// <param name="Last">The last unit that was done with; empty: none.</param>
    /// <param name="Again">The unit that comes next and was found already.</param>
    private sealed record Place(string Last, string? Again = null);
}
