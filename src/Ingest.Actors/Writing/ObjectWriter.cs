using Akka;
using Akka.Streams.Dsl;
using Ingest.Actors.Batching;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;

namespace Ingest.Actors.Writing;

/// <summary>
/// Writes row groups into the objects of their partitions, each an upload that nobody sees. One for a pass; what it has
/// prepared goes to the <see cref="PreparedUnit"/>.
/// </summary>
public sealed class ObjectWriter : IAsyncDisposable
{
    private readonly PreparedUnit _unit;
    private readonly UnitScope _scope;
    private readonly SortedDictionary<Partition, OpenObject> _open = [];

    public ObjectWriter(PreparedUnit unit, UnitScope scope)
    {
        _unit = unit;
        _scope = scope;
    }

    /// <summary>Row groups in, their numbers of rows out once they are written: sorted, then encoded, one after the other.</summary>
    public Flow<RowGroup, int, NotUsed> Flow() => Akka.Streams.Dsl.Flow.Create<RowGroup>()
        .SelectAsync(1, group => _scope.Run(() => Sort(group)))
        .SelectAsync(1, group => _scope.Run(cancellation => WriteAsync(group, cancellation)));

    /// <summary>Makes all objects whole.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        foreach ((Partition partition, OpenObject open) in _open)
        {
            await open.Parquet.CompleteAsync(cancellation);
            PreparedObject made = await open.Sink.CompleteAsync(cancellation);
            _unit.Add(made, open.Parquet.Rows);
            _scope.Budget.Add(-EngineLimits.UploadBufferBytes);
        }

        await DisposeAsync();
    }

    /// <summary>Aborts what is not whole.</summary>
    public async ValueTask DisposeAsync()
    {
        List<OpenObject> left = [.. _open.Values];
        _open.Clear();
        await Task.WhenAll(left.Select(open => open.Sink.DisposeAsync().AsTask()));
    }

    private RowGroup Sort(RowGroup group)
    {
        RowOrder? order = RowOrder.Sort(group.Rows, _unit.SchemaOf(group.Partition).SortBy);
        _scope.Budget.Add(order?.CapacityBytes ?? 0);
        return group with { Order = order };
    }

    private async Task<int> WriteAsync(RowGroup group, CancellationToken cancellation)
    {
        if (!_open.TryGetValue(group.Partition, out OpenObject? open))
        {
            _scope.Budget.Add(EngineLimits.UploadBufferBytes);
            open = await BeginAsync(group.Partition, cancellation);
            _open.Add(group.Partition, open);
        }

        await open.Parquet.WriteRowGroupAsync(group.Rows, group.Order?.Rows, cancellation);
        _scope.Budget.Add(-group.CapacityBytes);
        int rows = group.Rows.Count;
        group.Dispose();
        return rows;
    }

    private async Task<OpenObject> BeginAsync(Partition partition, CancellationToken cancellation)
    {
        IObjectSink sink = await _unit.PrepareAsync(partition.Key(_unit.Unit), cancellation);
        try
        {
            return new OpenObject(sink, await ParquetObject.CreateAsync(sink.Stream, _unit.SchemaOf(partition), cancellation));
        }
        catch
        {
            await sink.DisposeAsync();
            throw;
        }
    }

    private sealed record OpenObject(IObjectSink Sink, ParquetObject Parquet);
}
