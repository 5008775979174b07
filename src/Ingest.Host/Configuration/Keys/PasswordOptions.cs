using System.ComponentModel;

namespace Ingest.Host.Configuration.Keys;

/// <summary>Where a password is. Exactly one key is set.</summary>
[NeverRepeated]
public sealed class PasswordOptions
{
    [AbsentMeans("not used")]
    [Description("The environment variable that holds it.")]
    public string? Env { get; set; }

    [AbsentMeans("not used")]
    [Description("The file that holds it, a mounted secret as a rule. A line break at its end is not part of it. It is read for each connection.")]
    public string? File { get; set; }

    [AbsentMeans("not used")]
    [Description("The name of the parameter in Parameter Store that holds it, a SecureString as a rule.")]
    public string? Parameter { get; set; }

    [AbsentMeans("not used")]
    [Description("The name or ARN of the secret in Secrets Manager that holds it: as it is, or as the member `password` of JSON.")]
    public string? Secret { get; set; }

    [Description("`true`: a token of the AWS identity takes its place, made for each connection; the user must be one of RDS's IAM authentication.")]
    public bool RdsToken { get; set; }

    [AbsentMeans("not used")]
    [Description("The password itself; for trying things out.")]
    public string? Value { get; set; }
}
