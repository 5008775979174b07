using System.ComponentModel;

namespace Ingest.Host.Configuration.Keys;

/// <summary>How services of AWS are reached. Who asks is the default credential chain's affair.</summary>
public sealed class AwsOptions
{
    [AbsentMeans("what the environment, the profile or the instance says")]
    [Description("The region, such as `eu-central-1`.")]
    public string? Region { get; set; }

    [AbsentMeans("those of AWS")]
    [Description("One address for all services, such as a test server's.")]
    public string? Endpoint { get; set; }
}
