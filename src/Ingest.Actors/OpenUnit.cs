using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors;

/// <summary>
/// A unit that was looked at: its record, and then, in one snapshot that is still open, its fingerprint and the source's
/// clock. Whoever gets it disposes it.
/// </summary>
/// <param name="Unit">The unit.</param>
/// <param name="Table">Its table as it was found in the source.</param>
/// <param name="Begun">Its record before the snapshot began.</param>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Source">The fingerprint.</param>
/// <param name="HighestKey">Where the unit is a block of keys: the highest that the table has; null when it has none.</param>
public sealed record OpenUnit(
    Unit Unit, SourceTable Table, TaggedRecord Begun, ISourceSnapshot Snapshot, Fingerprint Source, Int128? HighestKey = null)
    : IAsyncDisposable
{
    /// <summary>Hash of everything in the configuration that changes values.</summary>
    public string Decoder { get; } = DecoderHash.Of(Unit.Table);

    /// <summary>Where the unit is a block of keys: since when, as far as is known, there are keys above it; null: there are none.</summary>
    public DateTimeOffset? Left { get; } = BlockState.Left(Unit, Begun.Record, Table.Highest, HighestKey, Snapshot.Clock);

    /// <summary>Whether it can get no more rows. On a replica that is behind, not before that has caught up.</summary>
    public bool Closed => UnitState.IsClosed(Unit, Snapshot.Applied, Left);

    /// <summary>Its columns in the lake, as its record describes them.</summary>
    public IReadOnlyList<string> Columns { get; } = DecodedSchema.Of(Table).Describe();

    /// <summary>When its day ends; for a whole table, now; null for a block, which has no end. No clock where there is another
    /// way: the same rows give the same bytes.</summary>
    public DateTimeOffset? End { get; } = Unit.Interval switch
    {
        UnitInterval.Day day => Dates.Instant(day.EndMicros),
        UnitInterval.Block => null,
        _ => Snapshot.Clock,
    };

    /// <summary>Not null: it is made again, and published whatever seems to be there already.</summary>
    public Repair? Repair { get; private init; }

    /// <summary>Why it has to run; null when the lake has it as the source has it.</summary>
    public RunReason? Reason =>
        UnitState.Compare(Unit, Begun.Record, Source, Closed, Decoder)
        ?? (Begun.Record!.CoversColumns(Columns) ? Repair is null ? null : RunReason.Repair : RunReason.ColumnsChanged);

    /// <summary>Its record as it is to be, when the lake has all its rows and yet the record does not say how far the highest key
    /// has gone; null when there is nothing to say.</summary>
    public UnitRecord? Settled =>
        Unit.Interval is UnitInterval.Block && Reason is null && Begun.Record is { } record && (record.Open, record.Left) != (!Closed, Left)
            ? record with { Open = !Closed, Left = Left }
            : null;

    /// <summary>Looks at a unit: record first, then snapshot.</summary>
    /// <exception cref="IngestException"/>
    public static async Task<OpenUnit> OpenAsync(
        PlannedUnit planned, ISourceDatabase source, RecordStore records, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(planned);
        ArgumentNullException.ThrowIfNull(records);
        TaggedRecord begun = await records.GetAsync(planned.Unit, cancellation);
        return await OpenAsync(planned, source, begun, cancellation);
    }

    /// <summary>Looks at a unit whose record has been read just before.</summary>
    /// <exception cref="IngestException"/>
    public static async Task<OpenUnit> OpenAsync(
        PlannedUnit planned, ISourceDatabase source, TaggedRecord begun, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(planned);
        ArgumentNullException.ThrowIfNull(source);
        (Unit unit, SourceTable table, Repair? repair) = planned;
        ISourceSnapshot snapshot = await source.OpenAsync(cancellation);
        try
        {
            Fingerprint fingerprint = await snapshot.FingerprintAsync(table, unit.Interval, cancellation);
            Int128? highest = unit.Interval is UnitInterval.Block
                ? await snapshot.HighestKeyAsync(table, below: null, cancellation)
                : null;
            return new OpenUnit(unit, table, begun, snapshot, fingerprint, highest) { Repair = repair };
        }
        catch
        {
            await snapshot.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Snapshot.DisposeAsync();
}
