using Ingest.Actors.Units;

namespace Ingest.Host.Configuration.Keys;

/// <summary>How the configuration writes a <see cref="DriftRule"/>.</summary>
internal static class DriftNames
{
    public const string Fail = "fail";
    public const string Add = "add";
    public const string Ignore = "ignore";

    public static DriftRule Parse(string name) => name switch
    {
        Add => DriftRule.Add,
        Ignore => DriftRule.Ignore,
        _ => DriftRule.Fail,
    };
}
