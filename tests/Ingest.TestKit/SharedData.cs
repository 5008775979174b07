using Xunit;

namespace Ingest.TestKit;

/// <summary>Data sets that lie beside the checkout in <c>shared/data</c>, or where the environment variable
/// <see cref="Variable"/> says.</summary>
public static class SharedData
{
    public const string Variable = "INGEST_SHARED_DATA";

    private static readonly string? Root = Find();

    /// <summary>The folder of a data set. Skips the test, with a sentence, where it is absent. For a <c>[SkippableFact]</c>.</summary>
    public static string Require(string dataSet)
    {
        string? folder = Root is null ? null : Path.Combine(Root, dataSet);
        Skip.IfNot(
            Directory.Exists(folder),
            $"needs the data set '{dataSet}': put it into shared/data beside the checkout, or set {Variable}");
        return folder!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } said)
        {
            return said;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
