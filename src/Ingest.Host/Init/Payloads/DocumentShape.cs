using Ingest.Codec.Documents;

namespace Ingest.Host.Init.Payloads;

/// <summary>Where the samples of documents lie.</summary>
/// <param name="Samples">The path to them; empty: the document is one sample.</param>
/// <param name="AreColumns">Whether they lie as lists side by side.</param>
/// <param name="Inner">Their paths and values.</param>
/// <param name="Outer">Those of the document around them, with <c>$.</c></param>
internal sealed record DocumentShape(string Samples, bool AreColumns, IReadOnlyList<DocumentLeaf> Inner, IReadOnlyList<DocumentLeaf> Outer)
{
    private const int DepthMax = 3;

    /// <returns>Null where the documents are no objects, or lists of them.</returns>
    public static DocumentShape? Of(IReadOnlyList<DocumentNode> roots)
    {
        if (roots.All(IsListOfMaps))
        {
            return new DocumentShape("$", false, DocumentLeaves.Of(roots.SelectMany(root => root.Items), "", false), []);
        }

        if (!roots.All(root => root is { Kind: DocumentNodeKind.Map, Items.Count: > 0 }))
        {
            return null;
        }

        foreach ((string path, Func<DocumentNode, bool> fits) in new (string, Func<DocumentNode, bool>)[] { ("", IsListOfMaps), ("columns", IsOfLists) })
        {
            bool areColumns = path.Length != 0;
            if (Find(roots[0], "", 0, fits) is { } found
                && roots.Select(root => At(root, found)).ToArray() is var holders
                && Array.TrueForAll(holders, holder => holder is not null && fits(holder)))
            {
                IEnumerable<DocumentNode> samples = areColumns ? holders! : holders.SelectMany(holder => holder!.Items);
                return new DocumentShape(found, areColumns, DocumentLeaves.Of(samples, "", areColumns), DocumentLeaves.Of(roots, "$.", false));
            }
        }

        return new DocumentShape("", false, DocumentLeaves.Of(roots, "", false), []);
    }

    private static bool IsListOfMaps(DocumentNode node) =>
        node is { Kind: DocumentNodeKind.List, Items.Count: > 0 } && node.Items.All(item => item.Kind == DocumentNodeKind.Map);

    /// <summary>At least two lists, all of one length, of single values.</summary>
    private static bool IsOfLists(DocumentNode node)
    {
        DocumentNode[] lists = [.. node.Items.Where(item => item.Kind == DocumentNodeKind.List)];
        return node.Kind == DocumentNodeKind.Map && lists.Length > 1 && lists[0].Items.Count != 0
            && Array.TrueForAll(lists, list => list.Items.Count == lists[0].Items.Count)
            && !lists.Any(list => list.Items.Any(item => item.Kind is DocumentNodeKind.List or DocumentNodeKind.Map));
    }

    /// <summary>The path to the first that fits, the outermost first; empty: the node itself.</summary>
    private static string? Find(DocumentNode node, string path, int depth, Func<DocumentNode, bool> fits)
    {
        if (fits(node))
        {
            return path;
        }

        return depth == DepthMax || node.Kind != DocumentNodeKind.Map
            ? null
            : node.Items.Where(item => item.Name.Length != 0)
                .Select(item => Find(item, path.Length == 0 ? DocumentLeaves.Step(item.Name) : $"{path}.{DocumentLeaves.Step(item.Name)}", depth + 1, fits))
                .FirstOrDefault(found => found is not null);
    }

    private static DocumentNode? At(DocumentNode node, string path, string walked = "")
    {
        if (walked == path)
        {
            return node;
        }

        return node.Items
            .Select(item => (Item: item, Path: walked.Length == 0 ? DocumentLeaves.Step(item.Name) : $"{walked}.{DocumentLeaves.Step(item.Name)}"))
            .Where(next => node.Kind == DocumentNodeKind.Map && (next.Path == path || path.StartsWith($"{next.Path}.", StringComparison.Ordinal)))
            .Select(next => At(next.Item, path, next.Path))
            .FirstOrDefault(found => found is not null);
    }
}
