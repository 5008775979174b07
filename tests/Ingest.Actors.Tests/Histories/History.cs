using Ingest.Actors.Committing;
using Ingest.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.Actors.Tests.Histories;

/// <summary>One history of a lake: its store, its source as it changes, and the oracle that watches every effect.</summary>
internal sealed class History
{
    private const int RoundsMax = 4;

    private readonly FakeTimeProvider _clock = new(Scenario.Start);
    private readonly LakeOracle? _oracle;

    /// <param name="scenario">What becomes of the source.</param>
    /// <param name="store">The lake as it is at the beginning, when the source has its first version.</param>
    /// <param name="watched">Whether the oracle looks on.</param>
    public History(Scenario scenario, MemoryLake store, bool watched = false)
    {
        Scenario = scenario;
        Store = store;
        Source = new MemorySource(_clock);
        Source.Replace(Now.Rows);
        _oracle = watched ? new LakeOracle(scenario, store) : null;
    }

    public Scenario Scenario { get; }

    public MemoryLake Store { get; }

    public MemorySource Source { get; }

    public int Version { get; private set; }

    public SourceVersion Now => Scenario.Versions[Version];

    /// <summary>The first thing that the oracle found.</summary>
    public LakeDisagreement? Found { get; private set; }

    /// <summary>The source becomes its next version, and its clock goes on.</summary>
    public void ChangeSource()
    {
        Version++;
        _clock.Advance(Scenario.Tick);
        Source.Replace(Now.Rows);
    }

    /// <summary>A completion that the store accepted lands, the last or the first one.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> LandAsync(bool last)
    {
        if (Store.Land(last) is not { } key)
        {
            return false;
        }

        await LookAsync(new Io("publish", key));
        return true;
    }

    /// <summary>After an I/O. What readers and records see is changed by these two alone.</summary>
    public async Task LookAsync(Io io)
    {
        if (_oracle is null || io.Call is not ("put" or "publish"))
        {
            return;
        }

        try
        {
            await _oracle.LookAsync(io.Key);
        }
        catch (Exception wrong)
        {
            // The engine would take it for a failure of the lake and go on. An object that is no whole file cannot be looked at.
            Found ??= wrong as LakeDisagreement ?? new LakeDisagreement($"the lake cannot be read: {wrong}");
        }
    }

    /// <summary>A process that nothing happens to.</summary>
    public Task<IReadOnlyList<UnitOutcome>> RunAsync() => new EngineProcess(this, OpenGate.Instance).RunAsync();

    /// <summary>Fresh processes until all units are done, and then the oracle's last look.</summary>
    /// <exception cref="LakeDisagreement">At the end, or found before.</exception>
    public async Task FinishAsync()
    {
        while (await LandAsync(last: false))
        {
        }

        for (int round = 0; Found is null && !IsDone(await RunAsync()); round++)
        {
            if (round == RoundsMax)
            {
                throw new LakeDisagreement($"not all units are done after {RoundsMax} runs");
            }
        }

        if (Found is not null)
        {
            throw Found;
        }

        if (Source.OpenSnapshots != 0)
        {
            throw new LakeDisagreement($"{Source.OpenSnapshots} snapshots of the source are still open");
        }

        await _oracle!.CloseAsync(Version);
    }

    private static bool IsDone(IReadOnlyList<UnitOutcome> outcomes) =>
        outcomes.Count == Scenario.Units.Length && outcomes.All(outcome => outcome is UnitOutcome.Committed or UnitOutcome.Unchanged);
}

/// <summary>Nothing happens at it.</summary>
internal sealed class OpenGate : IGate
{
    public static OpenGate Instance { get; } = new();

    public Task BeforeAsync(Io io) => Task.CompletedTask;

    public Task AfterAsync(Io io) => Task.CompletedTask;
}
