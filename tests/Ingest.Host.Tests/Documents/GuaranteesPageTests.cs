using System.Text.RegularExpressions;

namespace Ingest.Host.Tests.Documents;

/// <summary>The page of guarantees names tests that there are.</summary>
public sealed partial class GuaranteesPageTests
{
    private static readonly Dictionary<string, string> Tests = Directory
        .EnumerateFiles(Repository.Folder("tests"), "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .GroupBy(path => Path.GetFileName(path).Split('.')[0])
        .ToDictionary(files => files.Key, files => string.Concat(files.Select(File.ReadAllText)));

    [Fact]
    public void What_is_not_guaranteed_comes_first()
    {
        string page = Repository.Read("docs/guarantees.md");

        Assert.StartsWith("# Guarantees\n\n## What is not guaranteed\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_promise_names_a_test_and_every_test_exists()
    {
        string[] promises = [.. Repository.Read("docs/guarantees.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)];

        Assert.NotEmpty(promises);
        Assert.All(promises, promise =>
        {
            MatchCollection named = Named().Matches(promise);
            Assert.NotEmpty(named);
            Assert.All(named, test =>
            {
                string type = test.Groups["type"].Value;
                Assert.True(Tests.TryGetValue(type, out string? source), $"there is no {type}");
                Assert.Contains($" class {type}", source, StringComparison.Ordinal);
                Assert.Contains($"{test.Groups["method"].Value}(", source, StringComparison.Ordinal);
            });
        });
    }

    [GeneratedRegex(@"`(?<type>[A-Z]\w+(Tests|Contract))(\.(?<method>\w+))?`")]
    private static partial Regex Named();
}
