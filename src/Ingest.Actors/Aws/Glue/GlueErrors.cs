namespace Ingest.Actors.Aws.Glue;

/// <summary>Codes of Glue that mean something to who asks.</summary>
public static class GlueErrors
{
    public const string AlreadyExists = "AlreadyExistsException";
    public const string ConcurrentModification = "ConcurrentModificationException";
    public const string CrawlerRunning = "CrawlerRunningException";
    public const string EntityNotFound = "EntityNotFoundException";
}
