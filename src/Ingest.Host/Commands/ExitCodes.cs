namespace Ingest.Host.Commands;

/// <summary>What the process's exit code says.</summary>
public static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Some units or the catalog failed or shrank; a payload did not decode.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or configuration, or nothing could start.</summary>
    public const int NotStarted = 2;

    /// <summary>Verification found differences, and no repair mended them.</summary>
    public const int Differences = 3;

    /// <summary>Interrupted, after a clean stop.</summary>
    public const int Interrupted = 130;
}
