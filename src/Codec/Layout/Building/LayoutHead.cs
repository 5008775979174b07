namespace Ingest.Codec.Layout.Building;

/// <summary>The members of a description.</summary>
/// <param name="BigEndian">How integers are stored where a field does not say it.</param>
/// <param name="AllowsTrailing">Whether bytes after the last field are passed over.</param>
/// <param name="Types">Named types.</param>
/// <param name="Fields">The payload.</param>
internal sealed record LayoutHead(bool BigEndian, bool AllowsTrailing, IReadOnlyDictionary<string, JsonItem> Types, JsonItem Fields)
{
    private static readonly string[] Known = ["$schema", "Endian", "Trailing", "Types", "Fields"];

    /// <exception cref="LayoutException"/>
    public static LayoutHead Of(JsonItem file)
    {
        foreach ((string name, JsonItem item) in file.Members ?? throw new LayoutException(file.Line, "", "expected an object"))
        {
            if (!Known.Contains(name))
            {
                throw new LayoutException(
                    item.Line, name, $"unknown member{(Spelling.Nearest(name, Known) is { } nearest ? $", did you mean {nearest}?" : $"; there is {string.Join(", ", Known)}")}");
            }
        }

        return new LayoutHead(
            Either(file, "Endian", "big", "little"),
            Either(file, "Trailing", "ignore", "refuse"),
            TypesOf(file).ToDictionary(type => type.Name, type => type.Item),
            file.Member("Fields") ?? throw new LayoutException(file.Line, "", "Fields is missing: the payload's fields, in order"));
    }

    private static IReadOnlyList<(string Name, JsonItem Item)> TypesOf(JsonItem file) => file.Member("Types") switch
    {
        null => [],
        { Members: { } types } => types,
        var item => throw new LayoutException(item.Line, "Types", "expected an object: a name and what it means, for each type"),
    };

    private static bool Either(JsonItem file, string member, string yes, string no) => file.Member(member) switch
    {
        null => false,
        { Text: { } text } when text == yes => true,
        { Text: { } text } when text == no => false,
        var item => throw new LayoutException(item.Line, member, $"expected {yes} or {no}, not '{item.Text}'"),
    };
}
