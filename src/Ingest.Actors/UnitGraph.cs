using System.Globalization;
using Akka.Streams;
using Akka.Streams.Dsl;
using Ingest.Actors.Batching;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Actors.Writing;

namespace Ingest.Actors;

/// <summary>
/// Brings one unit into the lake: read in one snapshot, prepared invisibly, checked, claimed, published, recorded. One stream
/// for each pass; its end is the pass's end, its failure the unit's and nobody else's.
/// </summary>
public sealed class UnitGraph
{
    private readonly ILake _lake;
    private readonly RecordStore _records;
    private readonly EngineLimits _limits;
    private readonly ByteBudget _budget;
    private readonly RunMeter _meter;
    private readonly IMaterializer _materializer;

    /// <param name="lake">Where objects go.</param>
    /// <param name="limits">What one unit may take.</param>
    /// <param name="budget">Counts what all units hold together.</param>
    /// <param name="meter">Told of everything that is read.</param>
    /// <param name="materializer">Runs the streams; they end with it.</param>
    public UnitGraph(ILake lake, EngineLimits limits, ByteBudget budget, RunMeter meter, IMaterializer materializer)
    {
        _lake = lake;
        _records = new RecordStore(lake);
        _limits = limits;
        _budget = budget;
        _meter = meter;
        _materializer = materializer;
    }

    /// <param name="open">The unit; it is disposed.</param>
    /// <param name="acceptShrink">Whether the lake may follow a unit that has fewer rows than before.</param>
    /// <param name="turn">Its turn at the source, given up once its rows are read; null: it needs none.</param>
    /// <param name="stop">Abandons the unit.</param>
    /// <exception cref="Exception">The unit failed; the lake is as it was, or the next attempt finishes what this one began.
    /// A stream wraps what its stages throw: <see cref="IngestFailure.Of"/> says what it means.</exception>
    public Task<UnitOutcome> RunAsync(OpenUnit open, bool acceptShrink, ReadingTurn? turn, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(open);
        return CleanUpException.UsingAsync(open, owned => RunOwnedAsync(owned, acceptShrink, turn, stop));
    }

    private async Task<UnitOutcome> RunOwnedAsync(OpenUnit open, bool acceptShrink, ReadingTurn? turn, CancellationToken stop)
    {
        Unit unit = open.Unit;
        UnitChecks.Writer(unit, open.Begun.Record);
        if (open.Reason is null)
        {
            await SettleAsync(open, stop);
            return new UnitOutcome.Unchanged(unit);
        }

        UnitChecks.Applied(unit, open.Begun.Record, open.Snapshot.Clock, open.Snapshot.Applied);
        UnitChecks.Shrink(unit, open.Begun.Record, open.Source, open.Closed, acceptShrink);
        await using var scope = new UnitScope(_limits, _budget, stop, open.Snapshot.Age.Expired);
        string token = Guid.NewGuid().ToString("N");
        var prepared = new PreparedUnit(unit, token, DecodedSchema.Of(open.Table), _lake);
        try
        {
            UnitTally tally = await PrepareAsync(open, prepared, turn, scope);
            // All has been read: nothing that is still to do holds the source.
            await open.Snapshot.DisposeAsync();
            UnitChecks.Complete(unit, open.Source, tally);
            await prepared.AddEmptyAsync(KeysBefore(open), scope.Uploads, scope.Cancellation);
            if (!acceptShrink && unit.Table.OnShrink == ShrinkRule.Report)
            {
                await new UnlistedObjects(_lake, _records).CheckAsync(open, prepared.Record(), scope.Cancellation);
            }

            return await CommitAsync(open, prepared, token, tally, scope);
        }
        catch (Exception cause)
        {
            IReadOnlyList<Exception> left = await prepared.AbortAsync();
            try
            {
                open.Snapshot.Age.ThrowIfTooOld(cause, stop);
            }
            catch (IngestException tooOld)
            {
                CleanUpException.ThrowIfAny(tooOld, left);
                throw;
            }

            CleanUpException.ThrowIfAny(cause, left);
            throw;
        }
    }

    /// <summary>A repair may reject what was accepted when the same rows were committed.</summary>
    private static long RejectsAccepted(OpenUnit open) =>
        open.Repair is not null && open.Begun.Record is { IsCommitted: true } record
        && (record.Source, record.Decoder) == (open.Source, open.Decoder) ? record.Rejected : 0;

    private static IEnumerable<string> KeysBefore(OpenUnit open) =>
        (open.Begun.Record?.Objects ?? []).Select(made => made.Key).Concat(open.Repair?.Unowned ?? []);

    /// <summary>Records that a block which has all its rows is closed, or on its way there: nothing of it is read again.</summary>
    private async Task SettleAsync(OpenUnit open, CancellationToken stop)
    {
        if (open.Settled is { } record && await _records.PutAsync(open.Unit, record, open.Begun.Tag, stop) is null)
        {
            throw IngestException.Transient(
                $"{open.Unit}: its record changed while it was looked at, by another process as a rule; the next run looks at it again.");
        }
    }

    /// <summary>The stream of one pass, and another pass for the event dates that it left.</summary>
    private async Task<UnitTally> PrepareAsync(OpenUnit open, PreparedUnit prepared, ReadingTurn? turn, UnitScope scope)
    {
        LakeSchema schema = DecodedSchema.Of(open.Table);
        var decoder = new RowDecoder(open.Table, schema, open.End, _limits.BatchBytes);
        var first = UnitPass.First(open.Unit, open.Source.Rows, _limits, RejectsAccepted(open));
        UnitPass? pass = first;
        while (pass is not null)
        {
            UnitPass now = pass;
            IReadOnlySet<DateOnly> putOff = await CleanUpException.UsingAsync(
                open.Snapshot.Read(open.Table, open.Unit.Interval, open.Source, _limits.PageBytes), async reader =>
                {
                    var writer = new ObjectWriter(prepared, scope);
                    try
                    {
                        await PageSource.Create(reader, scope, turn)
                            .Via(DecodeFlow.Create(decoder, scope))
                            .Select(batch => now.IsFirst ? _meter.Count(batch) : batch)
                            .Via(PartitionBatcher.Create(schema, open.Table.Carried.Count, now, scope))
                            .Via(writer.Flow())
                            .RunWith(Sink.Ignore<int>(), _materializer);
                        await writer.CompleteAsync(scope.Cancellation);
                        return writer.PutOff;
                    }
                    catch (Exception cause)
                    {
                        // Tasks of a stream that failed go on, and the reader and the writer are theirs until they end.
                        await scope.StopAsync();
                        await writer.AbortAsync(cause);
                        throw;
                    }
                });
            UnitChecks.SamePass(open.Unit, first.Tally, pass.Tally);
            pass = pass.Next(putOff);
        }

        return first.Tally;
    }

    private async Task<UnitOutcome> CommitAsync(
        OpenUnit open, PreparedUnit prepared, string token, UnitTally tally, UnitScope scope)
    {
        if (open.Repair is null)
        {
            await prepared.DropIdenticalAsync(open.Begun.Record, scope.Cancellation);
        }

        var result = new UnitRecord
        {
            State = RecordState.Pending,
            Token = token,
            Table = open.Unit.Table.Name,
            Unit = open.Unit.Name,
            SourceClock = open.Snapshot.Clock,
            Applied = open.Snapshot.Applied < open.Snapshot.Clock ? open.Snapshot.Applied : null,
            Open = !open.Closed,
            Left = open.Left,
            Decoder = open.Decoder,
            Columns = open.Columns,
            Drift = open.Table.Drift is { Count: > 0 } drift ? drift : null,
            Writer = WriterVersion.Current,
            Source = open.Source,
            Checksum = tally.Checksum.ToString("x16", CultureInfo.InvariantCulture),
            Rejected = tally.Rejected,
            Samples = tally.Samples,
            Points = tally.Points,
            Changed = tally.Changed.ByName,
            Objects = prepared.Record(),
        };
        if (open is { Repair: null, Unit.Interval: UnitInterval.All, Begun.Record: { } before } && before.HoldsTheRowsOf(result)
            && await prepared.DropAllAsync(before, scope.Cancellation))
        {
            return new UnitOutcome.Unchanged(open.Unit);
        }

        IReadOnlyList<PreparedObject> changed = prepared.Uploads;
        if (changed.Count == 0 && open.Begun.Record?.SaysTheSame(result) == true)
        {
            return new UnitOutcome.Unchanged(open.Unit);
        }

        var commit = CommitProtocol.Begin(open.Begun, result, changed);
        return await UnitCommit.RunAsync(open.Unit, commit, _lake, _records, scope.Cancellation) == CommitEnd.Committed
            ? new UnitOutcome.Committed(open.Unit, tally, changed.Count, changed.Sum(made => made.Size), scope.Budget.Peak)
            {
                HeldBytes = scope.Budget.Used,
            }
            : throw IngestException.Transient(
                $"{open.Unit}: its record or objects changed while it was committed, by another process as a rule, so this attempt gave "
                + "way; the next run looks at it again.");
    }
}
