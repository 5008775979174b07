using System.Globalization;
using Akka.Streams;
using Ingest.Actors.Decoding;
using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Auditing;

/// <summary>Compares one unit three ways: its record, its objects, its source rows. Writes nothing.</summary>
public sealed class UnitAudit
{
    /// <summary>How often a unit is looked at that is committed by somebody else all the time.</summary>
    private const int TriesMax = 3;

    private readonly ISourceDatabase _source;
    private readonly RecordStore _records;
    private readonly ObjectAudit _objects;
    private readonly SourceAudit _rows;

    public UnitAudit(ISourceDatabase source, ILake lake, EngineLimits limits, RunMeter meter, IMaterializer materializer)
    {
        _source = source;
        _records = new RecordStore(lake);
        _objects = new ObjectAudit(lake);
        _rows = new SourceAudit(_objects, limits, meter, materializer);
    }

    /// <param name="planned">The unit.</param>
    /// <param name="listed">Keys of objects in the lake that bear its name, listed before; what its record does not list of them
    /// is owned by nobody.</param>
    /// <param name="level">How closely to look.</param>
    /// <param name="cancellation">Abandons it.</param>
    /// <returns>What was found, or why the unit could not be looked at: that keeps no other from being looked at.</returns>
    public async Task<Finding> RunAsync(
        PlannedUnit planned, IReadOnlyList<string> listed, AuditLevel level, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(planned);
        try
        {
            return await LookAsync(planned, listed, level, cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            return Found(planned, []) with { Failure = IngestFailure.Of(failure) };
        }
    }

    private async Task<Finding> LookAsync(
        PlannedUnit planned, IReadOnlyList<string> listed, AuditLevel level, CancellationToken cancellation)
    {
        for (int tries = 1; ; tries++)
        {
            (TaggedRecord begun, IngestException? damage) = await _records.TryGetAsync(planned.Unit, cancellation);
            Finding finding = damage is null
                ? await LookAsync(planned, begun, listed, level, cancellation)
                : Found(planned, [new Difference(DifferenceKind.Damaged, null, damage.Message)]);

            // A unit that is committed while it is looked at differs from a record that is no longer its own.
            if (finding.Differences.Count == 0 || tries == TriesMax
                || (await _records.TryGetAsync(planned.Unit, cancellation)).Record.Tag == begun.Tag)
            {
                return finding;
            }
        }
    }

    private async Task<Finding> LookAsync(
        PlannedUnit planned, TaggedRecord begun, IReadOnlyList<string> listed, AuditLevel level, CancellationToken cancellation)
    {
        UnitRecord? record = begun.Record;
        List<Difference> found =
        [
            .. listed.Except(record?.Objects.Select(made => made.Key) ?? [])
                .Select(key => new Difference(DifferenceKind.Unowned, key, $"{key} is in the lake and no record lists it")),
        ];
        if (record is { IsCommitted: true })
        {
            found.AddRange(await ObjectsAsync(record, level, cancellation));
        }

        await using OpenUnit open = await OpenUnit.OpenAsync(planned, _source, begun, cancellation);
        (IReadOnlyList<Difference> differences, bool behind) = await _rows.RunAsync(open, found.Count == 0, level, cancellation);
        return Found(planned, [.. found, .. differences]) with
        {
            Behind = behind,
            HasOtherColumns = level != AuditLevel.Counts && differences.Count == 0 && record is { IsCommitted: true } && !record.HasColumns(open.Columns),
        };
    }

    private async Task<IReadOnlyList<Difference>> ObjectsAsync(UnitRecord record, AuditLevel level, CancellationToken cancellation)
    {
        List<Difference> found = [];
        foreach (RecordedObject recorded in record.Objects)
        {
            if (await _objects.RunAsync(recorded, level, cancellation) is { } wrong)
            {
                found.Add(wrong);
            }
        }

        long rows = record.Objects.Sum(recorded => recorded.Rows);
        if (rows != record.Samples + record.Rejected)
        {
            string sentence = string.Create(
                CultureInfo.InvariantCulture,
                $"its record lists objects with {rows} rows, and {record.Samples + record.Rejected} were made");
            found.Add(new Difference(DifferenceKind.Object, null, sentence));
        }

        return found;
    }

    private static Finding Found(PlannedUnit planned, IReadOnlyList<Difference> found) =>
        new(planned.Unit.Table, planned.Unit.Interval, found);
}
