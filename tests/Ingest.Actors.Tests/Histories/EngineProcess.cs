using Akka.Streams;
using Akka.Streams.Dsl;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;

namespace Ingest.Actors.Tests.Histories;

/// <summary>One call to the lake or the source: its name, and the key or unit that it is about.</summary>
internal readonly record struct Io(string Call, string Key)
{
    public override string ToString() => $"{Call} {Key}";
}

/// <summary>Stands before and behind every I/O of a process.</summary>
internal interface IGate
{
    /// <summary>Before it happens; a failure here means that it does not.</summary>
    Task BeforeAsync(Io io);

    /// <summary>After it happened; a failure here is the answer that the engine gets.</summary>
    Task AfterAsync(Io io);
}

/// <summary>
/// The real engine as one process that may be gone: from then on every call that it makes fails before it has an effect, the ends
/// of uploads too. Of one unit it does one I/O after the other, since a unit's few rows are grouped when its last page was read.
/// </summary>
internal sealed class EngineProcess
{
    private readonly History _history;
    private readonly IGate _gate;
    private readonly TableSpec _table;
    private readonly MemoryLake _lake;
    private readonly ByteBudget _budget = new(long.MaxValue);
    private readonly LookAhead _ahead = new(Scenario.Units.Length);

    /// <summary>A process with the configuration of this moment.</summary>
    /// <param name="history">Whose lake and source it works on.</param>
    /// <param name="gate">What every I/O passes.</param>
    /// <param name="tamper">What is wrong with its lake; null: nothing.</param>
    public EngineProcess(History history, IGate gate, Action<MemoryLake>? tamper = null)
    {
        _history = history;
        _gate = gate;
        _table = history.Now.Table;
        _lake = history.Store.Another();
        _lake.Before = (call, key, _) => BeforeAsync(new Io(call, key));
        _lake.After = (call, key, _) => AfterAsync(new Io(call, key));
        tamper?.Invoke(_lake);
    }

    private ProcessSource Source => new(_history.Source, this);

    public bool Gone { get; private set; }

    /// <summary>From now on nothing that it does has an effect.</summary>
    public IOException Die()
    {
        Gone = true;
        return new IOException("The process is gone.");
    }

    /// <summary>Runs all units, one after the other; the next is looked at before the first page of the present one.</summary>
    public async Task<IReadOnlyList<UnitOutcome>> RunAsync()
    {
        SourceTable table = await Source.ResolveAsync(_table, default);
        PlannedUnit[] units = [.. Scenario.Units.Select(interval => new PlannedUnit(new Unit(_table, interval), table))];
        IReadOnlyList<UnitOutcome> outcomes = await new IngestRun(Source, new RecordStore(_lake), Graph(), parallelism: 1)
            .Create(units, acceptShrink: false, default)
            .RunWith(Sink.Seq<UnitOutcome>(), Engine.Materializer);
        AssertNothingIsHeld();
        return outcomes;
    }

    /// <summary>Runs one unit. Done, or why it failed.</summary>
    public async Task<UnitOutcome> RunAsync(UnitInterval interval)
    {
        var unit = new Unit(_table, interval);
        _ahead.Release();
        try
        {
            OpenUnit open = await OpenUnit.OpenAsync(
                new PlannedUnit(unit, await Source.ResolveAsync(_table, default)), Source, new RecordStore(_lake), default);
            return await Graph().RunAsync(open, acceptShrink: false, turn: null, default);
        }
        catch (Exception failure)
        {
            return new UnitOutcome.Failed(unit, IngestFailure.Of(failure));
        }
        finally
        {
            AssertNothingIsHeld();
        }
    }

    public async Task BeforeAsync(Io io)
    {
        try
        {
            await _ahead.BeforeAsync(io);
            ThrowIfGone();
            await _gate.BeforeAsync(io);
            ThrowIfGone();
        }
        catch
        {
            _ahead.Failed(io);
            throw;
        }
    }

    public async Task AfterAsync(Io io)
    {
        try
        {
            await _history.LookAsync(io);
            await _gate.AfterAsync(io);
            ThrowIfGone();
            _ahead.Done(io);
        }
        catch
        {
            _ahead.Failed(io);
            throw;
        }
    }

    public async Task<T> AskAsync<T>(Io io, Func<Task<T>> ask)
    {
        await BeforeAsync(io);
        T answer = await ask();
        await AfterAsync(io);
        return answer;
    }

    private UnitGraph Graph() =>
        new(_lake, new EngineLimits { DecodeParallelism = 1, UnitParallelism = 1 }, _budget, new RunMeter(), Engine.Materializer);

    private void ThrowIfGone()
    {
        if (Gone)
        {
            throw Die();
        }
    }

    private void AssertNothingIsHeld()
    {
        if (_budget.Used != 0)
        {
            throw new InvalidOperationException($"The process still holds {_budget.Used} bytes.");
        }
    }
}
