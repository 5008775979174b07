namespace Ingest.Codec.Values;

/// <summary>What a number that is a time, or a time's difference, counts.</summary>
public enum EpochUnit
{
    Nanoseconds,
    Microseconds,
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
    Days,
}
