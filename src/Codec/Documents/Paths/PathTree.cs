using Ingest.Codec.Documents.Tokens;

namespace Ingest.Codec.Documents.Paths;

/// <summary>
/// Paths that begin at the same value, as a tree: one walk through the value finds all of them. Each path has a slot, which becomes
/// the token that the path leads to and is left alone where there is none. Of members of the same name the last one counts.
/// </summary>
internal sealed class PathTree
{
    private readonly string _path;
    private readonly PathStep? _step;
    private readonly List<PathTree> _children = [];
    private readonly List<int> _slots = [];
    private bool _hasMembers;
    private int _elements;

    public PathTree()
        : this("", null)
    {
    }

    private PathTree(string path, PathStep? step) => (_path, _step) = (path, step);

    public void Add(DocumentPath path, int slot)
    {
        PathTree node = this;
        string walked = path.FromRoot ? "$" : "";
        foreach (PathStep step in path.Steps)
        {
            string name = step.Name is null ? $"[{step.Index}]" : System.Text.Encoding.UTF8.GetString(step.Name);
            walked += walked.Length > 0 && step.Name is not null ? $".{name}" : name;
            PathTree? next = node._children.Find(child => child._step!.Is(step));
            if (next is null)
            {
                node._children.Add(next = new PathTree(walked, step));
                node._hasMembers |= step.Name is not null;
                node._elements = Math.Max(node._elements, step.Index + 1);
            }

            node = next;
        }

        node._slots.Add(slot);
    }

    /// <exception cref="PayloadException">A path goes on where the document has neither object nor list.</exception>
    public void Find(in TokenList tokens, int at, Span<int> slots)
    {
        foreach (int slot in _slots)
        {
            slots[slot] = at;
        }

        if (_children.Count == 0)
        {
            return;
        }

        TokenKind kind = tokens[at].Kind;
        if (kind == TokenKind.Map && _hasMembers)
        {
            FindMembers(tokens, at, slots);
        }
        else if (kind == TokenKind.List && _elements > 0)
        {
            FindElements(tokens, at, slots);
        }
        else if (kind != TokenKind.Null)
        {
            string expected = _children[0]._step!.Name is null ? "a list" : "an object";
            throw new PayloadException(
                $"{(_path.Length == 0 ? "the value" : _path)} is {TokenText.Name(kind)}, expected {expected} with {_children[0]._path}",
                tokens[at].Offset);
        }
    }

    private void FindMembers(in TokenList tokens, int at, Span<int> slots)
    {
        int end = tokens.Next(at);
        int guess = 0;
        for (int name = at + 1; name < end;)
        {
            int value = tokens.Next(name);
            Child(tokens, name, ref guess)?.Find(tokens, value, slots);
            name = tokens.Next(value);
        }
    }

    private void FindElements(in TokenList tokens, int at, Span<int> slots)
    {
        int end = tokens.Next(at);
        int element = at + 1;
        for (int i = 0; i < _elements && element < end; i++, element = tokens.Next(element))
        {
            foreach (PathTree child in _children)
            {
                if (child._step!.Index == i)
                {
                    child.Find(tokens, element, slots);
                }
            }
        }
    }

    /// <summary>Members mostly come in the order of the paths, so the one after the last that was found is tried first.</summary>
    private PathTree? Child(in TokenList tokens, int name, ref int guess)
    {
        for (int i = 0; i < _children.Count; i++)
        {
            int at = guess + i < _children.Count ? guess + i : guess + i - _children.Count;
            if (IsNamed(_children[at]._step!, tokens, name))
            {
                guess = at + 1 == _children.Count ? 0 : at + 1;
                return _children[at];
            }
        }

        return null;
    }

    private static bool IsNamed(PathStep step, in TokenList tokens, int name) => tokens[name].Kind switch
    {
        TokenKind.Text => step.Name is not null && tokens.Bytes(name).SequenceEqual(step.Name),
        TokenKind.Integer => step.Key == tokens[name].Value,
        _ => false,
    };
}
