namespace Ingest.Actors.Paging;

/// <summary>How far a connection to the database is encrypted, and its server proven.</summary>
public enum SourceTls
{
    /// <summary>Encrypted; the certificate is trusted and is that of the host.</summary>
    VerifyFull,

    /// <summary>Encrypted; the certificate is trusted, whatever name it has: for a tunnel.</summary>
    VerifyCa,

    /// <summary>Encrypted, with whomever.</summary>
    Required,

    /// <summary>In the clear.</summary>
    Off,
}
