namespace Ingest.Actors.Auditing;

/// <summary>How closely an audit looks; each level does what the one before does too.</summary>
public enum AuditLevel
{
    /// <summary>Records, presence, size and footer of every object, and the source's fingerprints.</summary>
    Counts,

    /// <summary>The checksum over all selected columns of all source rows, and the hash of every object's bytes.</summary>
    Rows,

    /// <summary>The source's rows are decoded again and compared with what the objects hold, every value of them.</summary>
    Values,
}
