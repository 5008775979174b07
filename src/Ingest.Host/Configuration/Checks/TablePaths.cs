using Ingest.Actors.Batching;
using Ingest.Actors.Units;

namespace Ingest.Host.Configuration.Checks;

/// <summary>The folders of all tables must lie apart: an engine reads everything below a table's folder as that
/// table.</summary>
internal static class TablePaths
{
    /// <summary>A key, with the date and the unit's name, is the name of a file while it is uploaded.</summary>
    private const int LengthMax = 120;

    public static void Check(string key, string path, ErrorList errors)
    {
        if (Refusal(path) is { } wrong)
        {
            errors.Add(key, $"'{path}': {wrong}");
        }
    }

    /// <summary>Why a path is no folder of a table; null when it is one.</summary>
    public static string? Refusal(string path) => path switch
    {
        "" => "empty; name a folder under the lake's root",
        _ when path.StartsWith('/') || path.EndsWith('/') => "a slash at its beginning or end; write it without",
        _ when path.Split('/').Any(part => part is ".." or ".") => "leads out of its folder; write it without dots",
        _ when path.Split('/').Any(part => part.StartsWith('_') || part.StartsWith('.')) =>
            "Athena passes over folders that begin with an underscore or a dot, and _ingest is Ingest's own; choose another",
        _ when Uri.EscapeDataString(path).Length > LengthMax => $"longer than {LengthMax} characters, a slash counted as three; choose a shorter one",
        _ when !LakeNames.FitsFolder(path) => "only letters, digits, dots, hyphens and underscores make a folder's name",
        _ => null,
    };

    /// <summary>Whether two tables have neither a name nor a folder in common, their rejects included.</summary>
    public static bool AreApart(TableSpec table, TableSpec other) =>
        !Folders(table).Any(folder => Folders(other).Any(beside => folder.Name == beside.Name || Overlap(folder.Path, beside.Path)));

    /// <summary>Checks every pair of tables, their rejects included.</summary>
    public static void CheckApart(IReadOnlyList<TableSpec> tables, ErrorList errors)
    {
        List<Folder> all = [.. tables.SelectMany(Folders)];
        for (int i = 0; i < all.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (all[i].Table != all[j].Table)
                {
                    CheckApart(all[i], all[j], errors);
                }
            }
        }
    }

    private static void CheckApart(Folder folder, Folder other, ErrorList errors)
    {
        string key = $"Tables:{folder.Table.Name}";
        if (Overlap(folder.Path, other.Path))
        {
            string folders = $"the folder {folder.Path} of {folder.Name} and the folder {other.Path} of {other.Name}";
            errors.Add($"{key}:Path", $"{folders} are not apart; choose another Path");
        }

        if (folder.Name == other.Name)
        {
            errors.Add(key, $"the name {folder.Name} is also that of the rejects of another table; choose another");
        }
    }

    private static IEnumerable<Folder> Folders(TableSpec table)
    {
        yield return new Folder(table, table.Name, table.Path);
        if (table.Payload is not null)
        {
            yield return new Folder(table, table.Name + Partition.RejectsSuffix, table.Path + Partition.RejectsSuffix);
        }
    }

    private static bool Overlap(string left, string right) =>
        $"{left}/".StartsWith($"{right}/", StringComparison.Ordinal) || $"{right}/".StartsWith($"{left}/", StringComparison.Ordinal);

    /// <summary>The folder of a table's objects, or of its rejects, with the name that it has in the lake.</summary>
    private readonly record struct Folder(TableSpec Table, string Name, string Path);
}
