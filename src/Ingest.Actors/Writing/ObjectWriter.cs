using Akka;
using Akka.Streams.Dsl;
using Ingest.Actors.Batching;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;

namespace Ingest.Actors.Writing;

/// <summary>
/// Writes row groups into the objects of their partitions, each an upload that nobody sees. One for a pass; what it has
/// prepared goes to the <see cref="PreparedUnit"/>. In the end it is either completed or aborted.
/// </summary>
public sealed class ObjectWriter
{
    private readonly PreparedUnit _unit;
    private readonly UnitScope _scope;
    private readonly SortedDictionary<Partition, OpenObject> _open = [];
    private readonly HashSet<DateOnly> _putOff = [];

    public ObjectWriter(PreparedUnit unit, UnitScope scope)
    {
        _unit = unit;
        _scope = scope;
    }

    /// <summary>Dates of which nothing was written, though row groups came: read again, they go into another pass.</summary>
    public IReadOnlySet<DateOnly> PutOff => _putOff;

    /// <summary>Row groups in, their numbers of rows out once they are written: sorted, then encoded, one after the other.</summary>
    public Flow<RowGroup, int, NotUsed> Flow() => Akka.Streams.Dsl.Flow.Create<RowGroup>()
        .SelectAsync(1, group => _scope.Run(() => Sort(group)))
        .SelectAsync(1, group => _scope.Run(cancellation => WriteAsync(group, cancellation)));

    /// <summary>Makes all objects whole.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        foreach (OpenObject open in _open.Values)
        {
            await open.Parquet.CompleteAsync(cancellation);
            PreparedObject made = await open.Sink.CompleteAsync(cancellation);
            _unit.Add(made, open.Parquet.Rows);
            await open.Sink.DisposeAsync();
        }

        _open.Clear();
    }

    /// <summary>Ends what is not whole.</summary>
    /// <param name="cause">Why.</param>
    /// <exception cref="CleanUpException">Not all could be ended.</exception>
    public async Task AbortAsync(Exception cause)
    {
        Task[] ending = [.. _open.Values.Select(open => open.Sink.DisposeAsync().AsTask())];
        _open.Clear();
        Task all = Task.WhenAll(ending);
        await all.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        CleanUpException.ThrowIfAny(cause, all.Exception?.InnerExceptions ?? (IReadOnlyList<Exception>)[]);
    }

    private RowGroup Sort(RowGroup group)
    {
        RowOrder? order = RowOrder.Sort(group.Rows, _unit.SchemaOf(group.Partition).SortBy);
        _scope.Budget.Add(order?.CapacityBytes ?? 0);
        return group with { Order = order };
    }

    private async Task<int> WriteAsync(RowGroup group, CancellationToken cancellation)
    {
        if (group.Partition is not { Kind: PartitionKind.Data, Date: { } date } || !_putOff.Contains(date))
        {
            if (!_open.TryGetValue(group.Partition, out OpenObject? open))
            {
                open = await BeginAsync(group.Partition, cancellation);
                _open.Add(group.Partition, open);
            }

            await open.Parquet.WriteRowGroupAsync(group.Rows, group.Order?.Rows, cancellation);
            await PutOffAsync();
        }

        _scope.Budget.Add(-group.CapacityBytes);
        int rows = group.Rows.Count;
        group.Dispose();
        return rows;
    }

    /// <summary>
    /// A part that is not the last has a least size, so each open upload may hold nearly a part. While all of them together
    /// hold too much, the date that holds most is put off; never the longest object, which would cost most to write again.
    /// Decided by the lengths of the data's objects alone: the same in every store, and whatever the pages. Rejects come
    /// batch by batch, so that where theirs fall among the data's groups is not the rows' doing; they have a part for
    /// themselves.
    /// </summary>
    private async Task PutOffAsync()
    {
        long most = _scope.Limits.UploadTailBytes - EngineLimits.UploadPartBytes;
        while (true)
        {
            KeyValuePair<Partition, OpenObject>[] data =
                [.. _open.Where(open => open.Key is { Kind: PartitionKind.Data, Date: not null })];
            if (data.Length < 2 || data.Sum(open => open.Value.TailBytes) <= most)
            {
                return;
            }

            Partition longest = data.MaxBy(open => open.Value.Sink.Stream.Position).Key;
            Partition fullest = data.Where(open => open.Key != longest).MaxBy(open => open.Value.TailBytes).Key;
            _open.Remove(fullest, out OpenObject? ended);
            _putOff.Add(fullest.Date!.Value);
            await ended!.Sink.DisposeAsync();
        }
    }

    private async Task<OpenObject> BeginAsync(Partition partition, CancellationToken cancellation)
    {
        IObjectSink sink = await _unit.PrepareAsync(partition.Key(_unit.Unit), _scope.Uploads, cancellation);
        try
        {
            return new OpenObject(sink, await ParquetObject.CreateAsync(sink.Stream, _unit.SchemaOf(partition), cancellation));
        }
        catch (Exception cause)
        {
            await CleanUpException.DisposeAsync(sink, cause);
            throw;
        }
    }

    private sealed record OpenObject(IObjectSink Sink, ParquetObject Parquet)
    {
        public long TailBytes => Sink.Stream.Position % EngineLimits.UploadPartBytes;
    }
}
