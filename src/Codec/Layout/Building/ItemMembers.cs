namespace Ingest.Codec.Layout.Building;

/// <summary>The members of an object in a description: what they have to be, said where they are not.</summary>
internal static class ItemMembers
{
    /// <summary>Refuses members of other names.</summary>
    /// <exception cref="LayoutException"/>
    public static void Allow(JsonItem item, string at, params ReadOnlySpan<string> members)
    {
        foreach ((string name, JsonItem member) in item.Members!)
        {
            if (!members.Contains(name))
            {
                throw new LayoutException(
                    member.Line,
                    at,
                    $"unknown member {name}{(Spelling.Nearest(name, members.ToArray()) is { } nearest ? $", did you mean {nearest}?" : $"; there is {string.Join(", ", members.ToArray())}")}");
            }
        }
    }

    /// <summary>A member's text; null where there is none.</summary>
    /// <exception cref="LayoutException"/>
    public static string? OptionalText(JsonItem item, string member, string at) =>
        item.Member(member) is { } there
            ? there.Text ?? throw new LayoutException(there.Line, at, $"{member}: expected text")
            : null;

    /// <summary>What is in an object that has to be there.</summary>
    public static IReadOnlyList<(string Name, JsonItem Item)> Members(JsonItem item, string member, string at) =>
        Required(item, member, at) is { Members: { Count: > 0 } members }
            ? members
            : throw new LayoutException(item.Line, at, $"{member}: expected an object with at least one member");

    /// <summary>A member that has to be there.</summary>
    /// <exception cref="LayoutException"/>
    public static JsonItem Required(JsonItem item, string member, string at) =>
        item.Member(member) ?? throw new LayoutException(item.Line, at, $"{member} is missing");

    /// <summary>The text of a member that has to be there.</summary>
    /// <exception cref="LayoutException"/>
    public static string Text(JsonItem item, string member, string at) =>
        Required(item, member, at).Text ?? throw new LayoutException(item.Line, at, $"{member}: expected text");
}
