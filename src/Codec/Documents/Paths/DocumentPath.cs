using System.Globalization;
using System.Text;

namespace Ingest.Codec.Documents.Paths;

/// <summary>
/// Where a value is: names apart by points and elements of lists in brackets, <c>gps.position[0]</c>. A name with other characters
/// is in quotes, <c>'a.b'</c>, and a quote in it is doubled. <c>$.</c> at the begin means from the document's root.
/// </summary>
internal sealed record DocumentPath(string Text, bool FromRoot, IReadOnlyList<PathStep> Steps)
{
    /// <param name="text">As it is written; empty is the value itself.</param>
    /// <param name="property">Where it is written, for what is said of it.</param>
    /// <exception cref="MappingException">It is no path.</exception>
    public static DocumentPath Parse(string text, string property)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool fromRoot = text == "$" || text.StartsWith("$.", StringComparison.Ordinal) || text.StartsWith("$[", StringComparison.Ordinal);
        var steps = new List<PathStep>();
        int at = fromRoot ? 1 : 0;
        while (at < text.Length)
        {
            bool isFirst = steps.Count == 0 && !fromRoot;
            steps.Add(text[at] switch
            {
                '[' => Element(text, ref at, property),
                '.' when !isFirst => Name(text, ref at, at + 1, property),
                _ when isFirst => Name(text, ref at, at, property),
                _ => throw Fault(text, at, "expected a point or [", property),
            });
        }

        return new DocumentPath(text, fromRoot, steps);
    }

    private static PathStep Element(string text, ref int at, string property)
    {
        int end = text.IndexOf(']', at);
        if (end < 0 || !int.TryParse(text.AsSpan(at + 1, end - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            throw Fault(text, at, "expected an element's number in brackets, such as [0]", property);
        }

        at = end + 1;
        return new PathStep(null, null, index);
    }

    private static PathStep Name(string text, ref int at, int start, string property)
    {
        if (start < text.Length && text[start] == '\'')
        {
            return Quoted(text, ref at, start, property);
        }

        int length = text.AsSpan(start).IndexOfAny('.', '[');
        string name = length < 0 ? text[start..] : text.Substring(start, length);
        if (name.Length == 0 || name.AsSpan().ContainsAny("]'"))
        {
            throw Fault(text, start, "expected a name, in quotes where it has a point, a bracket or a quote", property);
        }

        at = start + name.Length;
        return Named(name);
    }

    private static PathStep Quoted(string text, ref int at, int start, string property)
    {
        var name = new StringBuilder();
        for (int i = start + 1; i < text.Length; i++)
        {
            if (text[i] != '\'')
            {
                name.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == '\'')
            {
                name.Append(text[i++]);
            }
            else
            {
                at = i + 1;
                return Named(name.ToString());
            }
        }

        throw Fault(text, start, "the quote does not end", property);
    }

    private static PathStep Named(string name) => new(
        Encoding.UTF8.GetBytes(name),
        long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long key)
            && key.ToString(CultureInfo.InvariantCulture) == name ? key : null,
        -1);

    private static MappingException Fault(string text, int at, string expected, string property) =>
        new(property, $"path \"{text}\", character {at + 1}: {expected}");
}

/// <summary>One step of a path.</summary>
/// <param name="Name">A member's name (UTF-8); null: the step is to an element of a list.</param>
/// <param name="Key">The integer that the name is as well, where it is one.</param>
/// <param name="Index">An element's number, from 0; -1 for a member.</param>
internal sealed record PathStep(byte[]? Name, long? Key, int Index)
{
    public bool Is(PathStep other) => Index == other.Index && Name.AsSpan().SequenceEqual(other.Name);
}
