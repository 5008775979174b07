using Ingest.Actors.Units;

namespace Ingest.Host.Configuration.Checks;

/// <summary>The folders of all tables must lie apart: an engine reads everything below a table's folder as that table.</summary>
internal static class TablePaths
{
    /// <summary>What a table's rejects add to its name and to its path.</summary>
    public const string RejectsSuffix = "_rejects";

    public static void Check(string key, string path, ErrorList errors)
    {
        string? wrong = path switch
        {
            "" => "empty; name a folder under the lake's root",
            _ when path.StartsWith('/') || path.EndsWith('/') => "a slash at its beginning or end; write it without",
            _ when path.Split('/').Any(part => part is ".." or ".") => "leads out of its folder; write it without dots",
            _ when path.Split('/').Any(part => part.StartsWith('_') || part.StartsWith('.')) =>
                "Athena passes over folders that begin with an underscore or a dot, and _ingest is Ingest's own; choose another",
            _ when !LakeNames.FitsFolder(path) => "only letters, digits, dots, hyphens and underscores make a folder's name",
            _ => null,
        };

        if (wrong is not null)
        {
            errors.Add(key, $"'{path}': {wrong}");
        }
    }

    /// <summary>Checks every pair of tables, their rejects included.</summary>
    public static void CheckApart(IReadOnlyList<TableSpec> tables, ErrorList errors)
    {
        List<(TableSpec Table, string Name, string Path)> all = [.. tables.SelectMany(Folders)];
        for (int i = 0; i < all.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (all[i].Table != all[j].Table && Overlap(all[i].Path, all[j].Path))
                {
                    errors.Add($"Tables:{all[i].Table.Name}:Path", $"the folder {all[i].Path} of {all[i].Name} and the folder {all[j].Path} of {all[j].Name} are not apart; choose another Path");
                }

                if (all[i].Table != all[j].Table && all[i].Name == all[j].Name)
                {
                    errors.Add($"Tables:{all[i].Table.Name}", $"the name {all[i].Name} is also that of the rejects of another table; choose another");
                }
            }
        }
    }

    private static IEnumerable<(TableSpec Table, string Name, string Path)> Folders(TableSpec table)
    {
        yield return (table, table.Name, table.Path);
        if (table.Payload is not null)
        {
            yield return (table, table.Name + RejectsSuffix, table.Path + RejectsSuffix);
        }
    }

    private static bool Overlap(string left, string right) =>
        left == right || left.StartsWith(right + "/", StringComparison.Ordinal) || right.StartsWith(left + "/", StringComparison.Ordinal);
}
