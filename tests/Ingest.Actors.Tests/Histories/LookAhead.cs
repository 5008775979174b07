using Ingest.Actors.Units;

namespace Ingest.Actors.Tests.Histories;

/// <summary>
/// Makes a run of several units do one I/O after the other: while a unit is run the next is looked at, so its first page waits until
/// that look has ended. Looks themselves come one after the other.
/// </summary>
internal sealed class LookAhead
{
    private readonly TaskCompletionSource[] _looked;
    private int _looks;

    public LookAhead(int units) =>
        _looked = [.. Enumerable.Range(0, units).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];

    public Task BeforeAsync(Io io)
    {
        if (io.Call != "page")
        {
            return Task.CompletedTask;
        }

        int next = Scenario.Units.IndexOf(UnitInterval.Parse(io.Key)!) + 1;
        return next < _looked.Length ? _looked[next].Task : Task.CompletedTask;
    }

    public void Done(Io io)
    {
        if (io.Call == "fingerprint")
        {
            Looked();
        }
    }

    public void Failed(Io io)
    {
        if (io.Call is "get" or "open" or "fingerprint")
        {
            Looked();
        }
    }

    /// <summary>There is nothing to wait for.</summary>
    public void Release() => Array.ForEach(_looked, looked => looked.TrySetResult());

    private void Looked() => _looked[_looks++ % _looked.Length].TrySetResult();
}
