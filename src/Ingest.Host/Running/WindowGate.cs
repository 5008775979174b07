using System.Globalization;
using Ingest.Actors.Paging;
using Ingest.Actors.Supervisors;
using Ingest.Actors.Units;
using Ingest.Host.Output;

namespace Ingest.Host.Running;

/// <summary>Lets a run begin when its window is open by the source's wall clock, and says until when.</summary>
internal sealed class WindowGate(Terminal terminal, RetryPolicy retry, TimeProvider clock)
{
    // Waits are in steps, so that a clock that is set, or summer time, moves the opening too.
    private static readonly TimeSpan StepLongest = TimeSpan.FromHours(1);

    /// <summary>Waits until the window is open: less than a day, or until cancelled.</summary>
    /// <returns>When it closes.</returns>
    /// <exception cref="IngestException">The source cannot be asked for its time.</exception>
    public async Task<DateTimeOffset> EnterAsync(DailyWindow window, ISourceDatabase source, CancellationToken cancellation)
    {
        bool said = false;
        while (true)
        {
            TimeSpan offset = await RepeatedQuestion.AskAsync(() => source.UtcOffsetAsync(cancellation), retry, clock, cancellation);
            DateTimeOffset now = clock.GetUtcNow().ToOffset(offset);
            TimeOnly time = TimeOnly.FromTimeSpan(now.TimeOfDay);
            TimeSpan wait = window.UntilOpen(time);
            if (wait == TimeSpan.Zero)
            {
                return now + window.UntilClosed(time);
            }

            if (!said)
            {
                terminal.Say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"the window {window} is closed: it is {now:HH:mm} in the source's zone (UTC{now:zzz}); waiting until {now + wait:yyyy-MM-dd HH:mm}"));
                said = true;
            }

            await Task.Delay(wait < StepLongest ? wait : StepLongest, clock, cancellation);
        }
    }
}
