namespace Ingest.Actors.Units;

/// <summary>What an exception means for the unit, the table or the run that it struck: decided here and nowhere else.</summary>
/// <param name="Kind">Whether running the same again may succeed.</param>
/// <param name="Reason">A sentence.</param>
public sealed record IngestFailure(FailureKind Kind, string Reason)
{
    public static IngestFailure Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            CleanUpException left => Of(left.Cause),
            AggregateException several => FirstCause([.. several.InnerExceptions.Select(Of)]),
            IngestException known => new IngestFailure(known.Kind, known.Message),
            OperationCanceledException => new IngestFailure(FailureKind.Stopped, "It was stopped before it was done."),
            TimeoutException or IOException => new IngestFailure(FailureKind.Transient, exception.Message),
            _ => new IngestFailure(FailureKind.Permanent, $"{exception.GetType().Name}: {exception.Message}"),
        };
    }

    /// <summary>The first that is no cancellation: the others were cancelled because of it.</summary>
    private static IngestFailure FirstCause(IReadOnlyList<IngestFailure> causes) =>
        causes.FirstOrDefault(cause => cause.Kind != FailureKind.Stopped) ?? causes[0];
}
