using DuckDB.NET.Data;

namespace Ingest.Host.Queries;

/// <summary>
/// Interrupts a statement when it is to stop. An interrupt that comes before the statement has begun is lost, so it is
/// repeated until the statement has ended, which disposing says.
/// </summary>
internal sealed class StatementInterrupt : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly DuckDBCommand _command;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _stop;
    private bool _ended;

    public StatementInterrupt(DuckDBCommand command, TimeProvider clock, CancellationToken stop)
    {
        _command = command;
        _timer = clock.CreateTimer(_ => Interrupt(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stop = stop.Register(() => _timer.Change(TimeSpan.Zero, Period));
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
        }

        _stop.Dispose();
        _timer.Dispose();
    }

    private void Interrupt()
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _command.Cancel();
            }
        }
    }
}
