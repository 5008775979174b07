namespace Ingest.Actors.Aws.Athena;

/// <summary>Codes by which Athena says what went wrong.</summary>
public static class AthenaErrors
{
    public const string InvalidRequest = "InvalidRequestException";
}
