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
public sealed record OpenUnit(Unit Unit, SourceTable Table, TaggedRecord Begun, ISourceSnapshot Snapshot, Fingerprint Source)
    : IAsyncDisposable
{
    /// <summary>Hash of everything in the configuration that changes values.</summary>
    public string Decoder { get; } = DecoderHash.Of(Unit.Table);

    /// <summary>Whether it can get no more rows.</summary>
    public bool Closed { get; } = UnitState.IsClosed(Unit, Snapshot.Clock);

    /// <summary>Its columns in the lake, as its record describes them.</summary>
    public IReadOnlyList<string> Columns { get; } = DecodedSchema.Of(Table).Describe();

    /// <summary>When its day ends; for a whole table, now. No clock where there is a day: the same rows give the same bytes.</summary>
    public DateTimeOffset End { get; } = Unit.Interval is UnitInterval.Day day ? Dates.Instant(day.EndMicros) : Snapshot.Clock;

    /// <summary>Not null: it is made again, and published whatever seems to be there already.</summary>
    public Repair? Repair { get; private init; }

    /// <summary>Why it has to run; null when the lake has it as the source has it.</summary>
    public RunReason? Reason =>
        UnitState.Compare(Unit, Begun.Record, Source, Closed, Decoder)
        ?? (Begun.Record!.HasColumns(Columns) ? Repair is null ? null : RunReason.Repair : RunReason.ColumnsChanged);

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
            return new OpenUnit(unit, table, begun, snapshot, fingerprint) { Repair = repair };
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
