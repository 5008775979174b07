namespace Ingest.Actors.Units;

/// <summary>
/// What the uploads of one unit share: the budget that they count their bytes in, and how many parts may be on their way to the
/// store at once. Who has a whole part waits for one of those to arrive, and for nothing else; so a slow store holds the
/// writer, the writer its budget, and the budget the pager.
/// </summary>
public sealed class UploadShare
{
    /// <param name="held">Counts what open uploads and parts on their way hold.</param>
    public UploadShare(ByteBudget held) => Held = held;

    public ByteBudget Held { get; }

    /// <summary>Taken while a part is on its way.</summary>
    public SemaphoreSlim Sending { get; } = new(EngineLimits.UploadPartsInFlight);
}
