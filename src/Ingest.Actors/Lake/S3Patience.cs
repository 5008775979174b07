namespace Ingest.Actors.Lake;

/// <summary>How often a call to S3 is made before the unit fails, and how long the pauses between are.</summary>
/// <param name="Attempts">At most.</param>
/// <param name="First">The first pause; each is twice the one before.</param>
/// <param name="Longest">No pause is longer.</param>
internal sealed record S3Patience(int Attempts, TimeSpan First, TimeSpan Longest)
{
    public static S3Patience Default { get; } = new(8, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));

    /// <summary>A call that moves few bytes.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A call that moves a part: at least 30 kB a second.</summary>
    public TimeSpan Transfer { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>A completion: S3 says that putting the parts together can take several minutes. Who gave up sooner would abort an
    /// upload that is being completed.</summary>
    public TimeSpan Completion { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What an action is given.</summary>
    public TimeSpan Of(S3Action action) => action.Completes ? Completion : action.Transfers ? Transfer : Call;

    /// <param name="attempt">The one that failed, from 1.</param>
    /// <param name="jitter">0 to 1: between half of the pause and all of it.</param>
    public TimeSpan Pause(int attempt, double jitter)
    {
        double doubled = First.TotalSeconds * Math.Pow(2, attempt - 1);
        return TimeSpan.FromSeconds(Math.Min(doubled, Longest.TotalSeconds) * (0.5 + (jitter / 2)));
    }
}
