using Ingest.Actors.Units;

namespace Ingest.Host.Doctor;

/// <summary>Looks at one area, thing by thing. Leaves nothing behind.</summary>
/// <param name="area">Its name, for people.</param>
internal abstract class Examination(string area)
{
    protected string Area { get; } = area;

    /// <summary>Each thing as soon as it has been looked at.</summary>
    public abstract IAsyncEnumerable<Observation> RunAsync(CancellationToken cancellation);

    protected Observation Ok(string subject, string sentence) => new(Area, subject, Verdict.Ok, sentence);

    protected Observation Warning(string subject, string sentence) => new(Area, subject, Verdict.Warning, sentence);

    protected Observation Missing(string subject, string sentence) => new(Area, subject, Verdict.Missing, sentence);

    /// <summary>What a service, or nobody, said to it.</summary>
    protected Observation Missing(string subject, IngestException failure) =>
        Missing(subject, failure.Message) with { IsUnreached = ServiceReach.IsUnreached(failure) };

    protected Observation Skipped(string subject, string sentence) => new(Area, subject, Verdict.Skipped, sentence);

    /// <summary>What was found, or as missing what was said instead.</summary>
    protected async Task<Observation> LookAsync(string subject, Func<Task<Observation>> look)
    {
        try
        {
            return await look();
        }
        catch (IngestException failure)
        {
            return Missing(subject, failure);
        }
    }
}
