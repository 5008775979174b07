using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Configuration.Keys;

/// <summary>The database that rows are read from.</summary>
public sealed class SourceOptions
{
    [AbsentMeans("required without `Secret`")]
    [Description("`mysql://user@host:3306/schema` for Aurora MySQL, MySQL and MariaDB; `sqlite:///absolute/path` or `sqlite:path` for SQLite. Never holds the password. With `Secret` there is no user in it, and what else is left out comes from the secret: `mysql://reader.example/sensors`, `mysql:///sensors`.")]
    public string? Url { get; set; }

    [AbsentMeans("not used")]
    [Description("The name or ARN of a secret in Secrets Manager as RDS makes them: JSON with `username` and `password`, and `host`, `port` and `dbname` for what `Url` leaves out.")]
    public string? Secret { get; set; }

    [NeverRepeated]
    [AbsentMeans("no password, or that of `Secret`")]
    [Description("Where the password is: one of its keys.")]
    public PasswordOptions? Password { get; set; }

    [AllowedValues(TlsNames.VerifyFull, TlsNames.VerifyCa, TlsNames.Required, TlsNames.Off)]
    [AbsentMeans("`verify-full`; on a loopback host without `CaFile`: where the server has it, unverified")]
    [Description("How far TLS goes: `verify-full` (the certificate is trusted and is the host's), `verify-ca` (trusted, whatever its name: for a tunnel), `required` (encrypted, with whomever), `off`.")]
    public string? Tls { get; set; }

    [AbsentMeans("those whom the system trusts")]
    [Description("A PEM file with the certificates of those who may vouch for the server; for RDS and Aurora its global bundle.")]
    public string? CaFile { get; set; }

    [NeverRepeated]
    [AbsentMeans("none")]
    [Description("Connection string keywords of the database driver, passed on as they are: `{ \"ConnectionTimeout\": \"30\" }`. Those of TLS are refused: that is `Tls` and `CaFile`.")]
    public IReadOnlyDictionary<string, string>? Options { get; set; }

    [Range(1, 1000)]
    [Description("The most connections that are open at once.")]
    public int MaxConnections { get; set; } = 4;

    [Range(typeof(ByteSize), "4KiB", "1024GiB")]
    [AbsentMeans("as fast as they come")]
    [Description("The most bytes of rows that all connections together read in a second. A day larger than `MaxSnapshot` allows at this speed cannot be read.")]
    public ByteSize? MaxBytesPerSecond { get; set; }

    [Range(typeof(Duration), "1s", "1d")]
    [Description("The longest that a unit's snapshot may stay open; then the unit fails. Meanwhile the database keeps the old versions of all rows that change, and an ALTER TABLE waits.")]
    public Duration MaxSnapshot { get; set; } = new(Ingest.Actors.Paging.SourceSpec.MaxSnapshotDefault);
}

/// <summary>The values of <see cref="SourceOptions.Tls"/>.</summary>
internal static class TlsNames
{
    public const string VerifyFull = "verify-full";
    public const string VerifyCa = "verify-ca";
    public const string Required = "required";
    public const string Off = "off";
}
