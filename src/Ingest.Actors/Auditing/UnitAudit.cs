using System.Globalization;
using Akka.Streams;
using Ingest.Actors.Batching;
using Ingest.Actors.Committing;
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
    private readonly EngineLimits _limits;
    private readonly RunMeter _meter;
    private readonly IMaterializer _materializer;

    public UnitAudit(ISourceDatabase source, ILake lake, EngineLimits limits, RunMeter meter, IMaterializer materializer)
    {
        _source = source;
        _records = new RecordStore(lake);
        _objects = new ObjectAudit(lake);
        _limits = limits;
        _meter = meter;
        _materializer = materializer;
    }

    /// <param name="planned">The unit.</param>
    /// <param name="listed">Keys of objects in the lake that bear its name, listed before; what its record does not list of them
    /// is owned by nobody.</param>
    /// <param name="level">How closely to look.</param>
    /// <param name="cancellation">Abandons it.</param>
    /// <exception cref="Exception">The lake or the source failed; <see cref="IngestFailure.Of"/> says what it means.</exception>
    public async Task<Finding> RunAsync(
        PlannedUnit planned, IReadOnlyList<string> listed, AuditLevel level, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(planned);
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
        else if (record is not null)
        {
            found.Add(new Difference(DifferenceKind.Unfinished, null, "its commit was begun and not finished"));
        }

        await using OpenUnit open = await OpenUnit.OpenAsync(planned, _source, begun, cancellation);
        if (record is null or { IsCommitted: true })
        {
            found.AddRange(await SourceAsync(open, record, found.Count == 0, level, cancellation));
        }

        bool behind = !IsSettled(open) && record?.Source != open.Source;
        return Found(planned, found) with { Behind = behind && found.Count == 0 };
    }

    /// <summary>Compares a unit's rows in the source with its record, if there is one.</summary>
    private async Task<IReadOnlyList<Difference>> SourceAsync(
        OpenUnit open, UnitRecord? record, bool objectsAreWhole, AuditLevel level, CancellationToken cancellation)
    {
        if (record is null)
        {
            return open.Source.Rows > 0 && IsSettled(open)
                ? [new Difference(DifferenceKind.Missing, null, Text($"the source has {open.Source.Rows} rows of it, and it is not in the lake"))]
                : [];
        }

        if (record.Decoder != open.Decoder || !record.HasColumns(open.Columns))
        {
            return [new Difference(DifferenceKind.Decoder, null, "it was decoded in another way, or from other columns, than the configuration and the source now say")];
        }

        if (record.Source == open.Source)
        {
            return level == AuditLevel.Counts ? [] : await RowsAsync(open, record, objectsAreWhole, level, cancellation);
        }

        if (open.Snapshot.Applied < record.SourceClock && open.Source.Rows < record.Source.Rows)
        {
            // A replica that has not caught up with what the lake was made from proves nothing.
            return [];
        }

        if (UnitChecks.IsShrunk(open.Unit, record, open.Source, open.Closed))
        {
            return [new Difference(DifferenceKind.Shrunk, null, SourceRows(open, record))];
        }

        return IsSettled(open) ? [new Difference(DifferenceKind.Source, null, SourceRows(open, record))] : [];
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
            found.Add(new Difference(DifferenceKind.Object, null, Text(
                $"its record lists objects with {rows} rows, and {record.Samples + record.Rejected} were made")));
        }

        return found;
    }

    private async Task<IReadOnlyList<Difference>> RowsAsync(
        OpenUnit open, UnitRecord record, bool objectsAreWhole, AuditLevel level, CancellationToken cancellation)
    {
        SourceSums sums = await SourceSums.ReadAsync(open, level, _limits, _meter, _materializer, cancellation);
        if (sums.Rows != open.Source.Rows)
        {
            throw IngestException.Transient(
                $"{open.Unit}: the source counts {open.Source.Rows} rows and its pages held {sums.Rows}; verify it again.");
        }

        if (sums.Checksum.ToString("x16", CultureInfo.InvariantCulture) != record.Checksum)
        {
            return [new Difference(DifferenceKind.Source, null, "rows of the source were changed in place after they were read")];
        }

        return level == AuditLevel.Values && objectsAreWhole ? await ValuesAsync(open, record, sums, cancellation) : [];
    }

    private async Task<IReadOnlyList<Difference>> ValuesAsync(
        OpenUnit open, UnitRecord record, SourceSums sums, CancellationToken cancellation)
    {
        LakeSchema schema = DecodedSchema.Of(open.Table);
        IReadOnlyDictionary<string, RowSums> expected = sums.Objects;
        List<Difference> found = [];
        foreach (RecordedObject recorded in record.Objects)
        {
            LakeSchema columns = ObjectKey.IsReject(open.Unit.Table, recorded.Key) ? LakeSchema.Rejects : schema;
            (RowSums held, Difference? wrong) = await _objects.SumAsync(recorded.Key, columns, cancellation);
            wrong ??= held == expected.GetValueOrDefault(recorded.Key)
                ? null
                : ObjectAudit.Difference(recorded.Key, "holds other values than the source's rows decode to");
            if (wrong is not null)
            {
                found.Add(wrong);
            }
        }

        found.AddRange(expected.Keys.Except(record.Objects.Select(recorded => recorded.Key))
            .Select(key => ObjectAudit.Difference(key, "should hold rows of the source, and the unit's record does not list it")));
        return found;
    }

    /// <summary>Whether the lake should have it as the source has it. A unit that could get rows when it was read is only behind; a
    /// whole table always can. When a block that was never read came to its end nobody knows: it should be there once another
    /// whole block has followed.</summary>
    private static bool IsSettled(OpenUnit open) => open.Unit switch
    {
        { Interval: UnitInterval.All } => true,
        { Interval: UnitInterval.Block block, Table.KeyBlock: { } size } when open.Begun.Record is null =>
            open.HighestKey >= block.End(size) + size,
        _ => open.Closed && open.Begun.Record is not { Open: true },
    };

    private static string SourceRows(OpenUnit open, UnitRecord record) => (open.Source.Rows - record.Source.Rows) switch
    {
        > 0 and var more => Text($"the source has {open.Source.Rows} rows of it, {more} more than the lake was made from"),
        < 0 and var fewer => Text($"the source has {open.Source.Rows} rows of it, {-fewer} fewer than the lake was made from"),
        _ => Text($"the source has {open.Source.Rows} rows of it, as many as the lake was made from, but not the same ones"),
    };

    private static Finding Found(PlannedUnit planned, IReadOnlyList<Difference> found) =>
        new(planned.Unit.Table, planned.Unit.Interval, found);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
