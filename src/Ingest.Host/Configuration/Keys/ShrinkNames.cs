using Ingest.Actors.Units;

namespace Ingest.Host.Configuration.Keys;

/// <summary>How the configuration writes a <see cref="ShrinkRule"/>.</summary>
internal static class ShrinkNames
{
    public const string Report = "report";
    public const string Follow = "follow";

    public static ShrinkRule Parse(string name) => name == Follow ? ShrinkRule.Follow : ShrinkRule.Report;
}
