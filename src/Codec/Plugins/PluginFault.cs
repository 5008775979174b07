using System.Reflection;

namespace Ingest.Codec.Plugins;

/// <summary>What somebody else's code threw, on one line: it goes into a sentence and into the lake.</summary>
internal static class PluginFault
{
    private const int CharsMax = 300;

    /// <summary>The type and the message.</summary>
    public static string Line(Exception failure)
    {
        Exception cause = failure is TargetInvocationException { InnerException: { } inner } ? inner : failure;
        string line = string.Concat($"{cause.GetType().Name}: {cause.Message}".Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        return line.Length > CharsMax ? line[..CharsMax] + "…" : line;
    }
}
