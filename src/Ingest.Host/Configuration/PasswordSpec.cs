namespace Ingest.Host.Configuration;

/// <summary>Where the database's password is.</summary>
public abstract record PasswordSpec
{
    private PasswordSpec()
    {
    }

    /// <summary>Here: it does not change while the process runs.</summary>
    public sealed record Known(string Password) : PasswordSpec
    {
        /// <inheritdoc/>
        public override string ToString() => "***";
    }

    /// <summary>In a file.</summary>
    public sealed record InFile(string Path) : PasswordSpec;

    /// <summary>In Parameter Store, under a name.</summary>
    public sealed record InParameter(string Name) : PasswordSpec;

    /// <summary>In Secrets Manager, under a name or an ARN: as it is, or the member <c>password</c> of JSON.</summary>
    public sealed record InSecret(string Id) : PasswordSpec;

    /// <summary>Nowhere: a token that proves the AWS identity to RDS.</summary>
    public sealed record RdsToken : PasswordSpec;
}
