using Ingest.Actors.Units;
using Ingest.TestKit;

namespace Ingest.Actors.Tests.Histories;

/// <summary>
/// Attempts of one unit by the real engine, of which exactly one I/O happens at a time, in the order that the test says. Nothing is
/// timed: after each I/O the scheduler waits until its writer stands before its next one or has ended.
/// </summary>
internal sealed class Scheduler(History history, UnitInterval unit, Action<MemoryLake>? tamper = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<string> _trace = [];

    /// <summary>Everything that happened, in order.</summary>
    public string Trace => string.Join(" | ", _trace);

    /// <summary>A new attempt, as a process of its own with the configuration of this moment. It stands before its first I/O.</summary>
    public async Task<Writer> StartAsync(string name)
    {
        var writer = new Writer(name);
        writer.Begin(new EngineProcess(history, writer, tamper), unit);
        await writer.SettleAsync().WaitAsync(Patience);
        return writer;
    }

    /// <summary>The writer's next I/O happens, and its answer arrives unless it is lost.</summary>
    public async Task StepAsync(Writer writer, bool loseReply = false)
    {
        if (writer.Next is { } io)
        {
            _trace.Add($"{writer.Name} {io}{(loseReply ? " (reply lost)" : "")}");
            await writer.LetAsync(loseReply).WaitAsync(Patience);
            await writer.SettleAsync().WaitAsync(Patience);
        }
    }

    /// <summary>As many of its next I/Os happen.</summary>
    /// <returns>False when it had ended before.</returns>
    public async Task<bool> StepAsync(Writer writer, int times)
    {
        for (int i = 0; i < times; i++)
        {
            if (writer.Next is null)
            {
                return false;
            }

            await StepAsync(writer);
        }

        return true;
    }

    /// <summary>Until it has ended. What the store accepted lands only when the writer waits for it: its own completion, or
    /// another's that it cannot abort.</summary>
    public async Task EndAsync(Writer writer)
    {
        while (writer.Next is { } io)
        {
            await StepAsync(writer);
            if (writer.Next == io && io.Call is "poll" or "abort")
            {
                await LandAsync(last: io.Call == "poll");
            }
        }
    }

    /// <summary>The writer's process is gone.</summary>
    public async Task KillAsync(Writer writer)
    {
        _trace.Add($"{writer.Name} is gone");
        await writer.DieAsync().WaitAsync(Patience);
    }

    public void ChangeSource()
    {
        _trace.Add("the source changes");
        history.ChangeSource();
    }

    public async Task LandAsync(bool last)
    {
        _trace.Add($"the {(last ? "last" : "first")} completion lands");
        await history.LandAsync(last);
    }
}
