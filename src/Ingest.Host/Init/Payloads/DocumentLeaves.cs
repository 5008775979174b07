using System.Globalization;
using Ingest.Codec.Documents;

namespace Ingest.Host.Init.Payloads;

/// <summary>A path that values were seen under.</summary>
/// <param name="Path">As the configuration has it.</param>
/// <param name="Name">The member's own name.</param>
/// <param name="Values">What was seen, without nulls.</param>
internal sealed record DocumentLeaf(string Path, string Name, IReadOnlyList<DocumentNode> Values)
{
    public bool Are(params DocumentNodeKind[] kinds) => Values.All(value => kinds.Contains(value.Kind));

    public bool AreNumbers => Are(DocumentNodeKind.Integer, DocumentNodeKind.Real);

    public double Lowest => Values.Min(value => value.Number);

    public double Highest => Values.Max(value => value.Number);

    public bool AreInstants => Are(DocumentNodeKind.Text) && Values.All(value =>
        value.Text.Length >= "2021-01-01T00:00:00Z".Length && value.Text[4] == '-' && value.Text[10] is 'T' or 't' or ' '
        && DateTimeOffset.TryParse(value.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _));
}

/// <summary>The paths of a document's values.</summary>
internal static class DocumentLeaves
{
    private const int DepthMax = 4;
    private const int LeavesMax = 200;

    /// <param name="roots">Objects of one kind: samples, or documents.</param>
    /// <param name="prefix">Before every path: <c>$.</c> where they are documents and samples lie in them.</param>
    /// <param name="areLists">Whether values are lists of them, side by side.</param>
    public static IReadOnlyList<DocumentLeaf> Of(IEnumerable<DocumentNode> roots, string prefix, bool areLists)
    {
        var leaves = new Dictionary<string, (string Name, List<DocumentNode> Values)>(StringComparer.Ordinal);
        foreach (DocumentNode root in roots)
        {
            Walk(root, prefix, 0, areLists, leaves);
        }

        return [.. leaves.Where(leaf => leaf.Value.Values.Count != 0).Select(leaf => new DocumentLeaf(leaf.Key, leaf.Value.Name, leaf.Value.Values))];
    }

    /// <summary>A name as a path has it.</summary>
    public static string Step(string name) => name.Length != 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-')
        ? name
        : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";

    private static void Walk(
        DocumentNode node, string prefix, int depth, bool areLists, Dictionary<string, (string Name, List<DocumentNode> Values)> leaves)
    {
        foreach (DocumentNode member in node.Items.Where(member => member.Name.Length != 0))
        {
            string path = prefix + Step(member.Name);
            if (member.Kind == DocumentNodeKind.Map)
            {
                if (depth < DepthMax)
                {
                    Walk(member, $"{path}.", depth + 1, areLists, leaves);
                }
            }
            else if ((member.Kind == DocumentNodeKind.List) == areLists && (leaves.ContainsKey(path) || leaves.Count < LeavesMax))
            {
                leaves.TryAdd(path, (member.Name, []));
                leaves[path].Values.AddRange((areLists ? member.Items : [member]).Where(value => value.Kind != DocumentNodeKind.Null));
            }
        }
    }
}
