using System.Text.RegularExpressions;

namespace Ingest.Host.Configuration.Checks;

/// <summary>Names that every engine that reads the lake can use without quotes.</summary>
internal static partial class LakeNames
{
    /// <summary>What a wrong name is told.</summary>
    public const string Rule = "only lower-case letters, digits and underscores make a name in the lake";

    public static bool Fits(string name) => Name().IsMatch(name);

    /// <summary>Whether a folder is one that Athena and crawlers look into: no dots or underscores in front, nothing that a
    /// pattern or a partition could be taken for.</summary>
    public static bool FitsFolder(string path) => Folder().IsMatch(path);

    [GeneratedRegex(@"\A[a-z0-9_]+\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*\z")]
    private static partial Regex Folder();
}
