using System.Globalization;
using Akka.Streams;
using Ingest.Actors.Batching;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Auditing;

/// <summary>Compares a unit's rows in the source with its record and, decoded once more, with its objects.</summary>
internal sealed class SourceAudit(ObjectAudit objects, EngineLimits limits, RunMeter meter, IMaterializer materializer)
{
    /// <summary>What was begun longer ago than this is not being committed any more.</summary>
    private static readonly TimeSpan CommitMax = TimeSpan.FromHours(1);

    /// <param name="open">The unit.</param>
    /// <param name="objectsAreWhole">Whether its objects are worth reading.</param>
    /// <param name="level">How closely to look.</param>
    /// <param name="cancellation">Abandons it.</param>
    /// <returns>What differs, and whether there is something that the next run brings, which is no difference.</returns>
    /// <exception cref="Exception">The source or the lake failed, or the source is a replica that proves nothing.</exception>
    public async Task<(IReadOnlyList<Difference> Differences, bool Behind)> RunAsync(
        OpenUnit open, bool objectsAreWhole, AuditLevel level, CancellationToken cancellation)
    {
        if (Fingerprint(open) is { } differs)
        {
            return IsBehind(open, differs) ? ([], true) : ([differs], false);
        }

        if (level == AuditLevel.Counts || open.Begun.Record is not { } record)
        {
            return ([], false);
        }

        // Its checksum is that of other columns, which the source may have no more.
        if (!record.HasColumns(open.Columns))
        {
            return ([], false);
        }

        SourceSums sums = await SourceSums.ReadAsync(open, level, limits, meter, materializer, cancellation);
        // All has been read: what is still to do does not hold the source.
        await open.Snapshot.DisposeAsync();
        if (sums.Checksum.ToString("x16", CultureInfo.InvariantCulture) != record.Checksum)
        {
            UnitChecks.Applied(open.Unit, record, open.Snapshot.Clock, open.Snapshot.Applied);
            var changed = new Difference(DifferenceKind.Source, null, "rows of the source were changed in place after they were read");
            return IsBehind(open, changed) ? ([], true) : ([changed], false);
        }

        return (level == AuditLevel.Values && objectsAreWhole ? await ValuesAsync(open, record, sums, cancellation) : [], false);
    }

    /// <summary>With <see cref="DriftRule.Add"/>, a unit may lack columns that came after it was read.</summary>
    private static bool Fits(UnitRecord record, OpenUnit open) => open.Unit.Table.OnDrift == DriftRule.Fail
        ? record.CoversColumns(open.Columns)
        : record.FitsColumns(open.Columns);

    /// <summary>What a unit's record and its fingerprint alone give away; null: nothing.</summary>
    private static Difference? Fingerprint(OpenUnit open)
    {
        UnitRecord? record = open.Begun.Record;
        long rows = open.Source.Rows;
        return record switch
        {
            null when rows == 0 => null,
            null => new Difference(DifferenceKind.Missing, null, Text($"the source has {rows} rows of it, and it is not in the lake")),
            { IsCommitted: false } => new Difference(DifferenceKind.Unfinished, null, "its commit was begun and not finished"),
            _ when record.Decoder != open.Decoder => new Difference(
                DifferenceKind.Decoder, null, "it was decoded in another way than the configuration says"),
            _ when !Fits(record, open) => new Difference(
                DifferenceKind.Decoder, null, "its columns had other names or types when it was read"),
            _ when record.Source == open.Source => null,
            _ => Rows(open, record),
        };
    }

    /// <exception cref="IngestException">The source is a replica that may be older than the record.</exception>
    private static Difference Rows(OpenUnit open, UnitRecord record)
    {
        UnitChecks.Applied(open.Unit, record, open.Snapshot.Clock, open.Snapshot.Applied);
        long rows = open.Source.Rows;
        string sentence = (rows - record.Source.Rows) switch
        {
            > 0 and var more => Text($"the source has {rows} rows of it, {more} more than the lake was made from"),
            < 0 and var fewer => Text($"the source has {rows} rows of it, {-fewer} fewer than the lake was made from"),
            _ => Text($"the source has {rows} rows of it, as many as the lake was made from, but not the same ones"),
        };
        bool shrunk = UnitChecks.IsShrunk(open.Unit, record, open.Source, open.Closed);
        return new Difference(shrunk ? DifferenceKind.Shrunk : DifferenceKind.Source, null, sentence);
    }

    /// <summary>Whether the next run brings it, or somebody is at it just now.</summary>
    private static bool IsBehind(OpenUnit open, Difference differs) => differs.Kind switch
    {
        DifferenceKind.Missing or DifferenceKind.Source => !IsSettled(open),
        DifferenceKind.Unfinished => open.Snapshot.Clock - open.Begun.Record!.SourceClock < CommitMax,
        _ => false,
    };

    /// <summary>Whether the lake should have it as the source has it. A whole table never settles, so that what it lacks is a
    /// difference at once. When a block that was never read came to its end nobody knows: it should be there once another whole
    /// block has followed.</summary>
    private static bool IsSettled(OpenUnit open) => open.Unit switch
    {
        { Interval: UnitInterval.All } => true,
        { Interval: UnitInterval.Block block, Table.KeyBlock: { } size } when open.Begun.Record is null =>
            open.HighestKey >= block.End(size) + size,
        _ => open.Closed && open.Begun.Record is not { Open: true },
    };

    private async Task<IReadOnlyList<Difference>> ValuesAsync(
        OpenUnit open, UnitRecord record, SourceSums sums, CancellationToken cancellation)
    {
        LakeSchema schema = DecodedSchema.Of(open.Table);
        IReadOnlyDictionary<string, RowSums> expected = sums.Objects;
        List<Difference> found = [];
        foreach (RecordedObject recorded in record.Objects)
        {
            LakeSchema columns = ObjectKey.IsReject(open.Unit.Table, recorded.Key) ? LakeSchema.Rejects : schema;
            (RowSums held, Difference? wrong) = await objects.SumAsync(recorded.Key, columns, cancellation);
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

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
