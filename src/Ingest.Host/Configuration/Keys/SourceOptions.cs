using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Configuration.Keys;

/// <summary>The database that rows are read from.</summary>
public sealed class SourceOptions
{
    [Required]
    [Description("`mysql://user@host:3306/schema` for Aurora MySQL, MySQL and MariaDB; `sqlite:///absolute/path` or `sqlite:path` for SQLite. Never holds the password.")]
    public string? Url { get; set; }

    [AbsentMeans("no password")]
    [Description("Where the password is: one of its three keys.")]
    public PasswordOptions? Password { get; set; }

    [AbsentMeans("none")]
    [Description("Connection string keywords of the database driver, passed on as they are: `{ \"SslMode\": \"VerifyFull\" }`.")]
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

/// <summary>Where a password is. At most one key is set.</summary>
public sealed class PasswordOptions
{
    [AbsentMeans("not used")]
    [Description("The environment variable that holds it.")]
    public string? Env { get; set; }

    [AbsentMeans("not used")]
    [Description("The file that holds it, a mounted secret as a rule. A line break at its end is not part of it.")]
    public string? File { get; set; }

    [AbsentMeans("not used")]
    [Description("The password itself; for trying things out.")]
    public string? Value { get; set; }
}
