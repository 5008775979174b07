using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Configuration.Checks;

namespace Ingest.Host.Selection;

/// <summary>Says which of the source's tables <c>"*"</c> stands for. What cannot be told apart in the lake is refused, and keeps no
/// other table from being brought.</summary>
/// <param name="named">Tables that have an entry.</param>
/// <param name="every">The entry <c>"*"</c>.</param>
/// <param name="source">The source's name, for people.</param>
internal sealed class TableExpansion(IReadOnlyList<TableSpec> named, EveryTable every, string source)
{
    private const string WayOut = "or leave it out with Except of \"*\"";

    public TableSet Of(TableNames names)
    {
        HashSet<string> taken = new(named.Select(table => table.SourceTable), names.Comparer);
        IGrouping<string, TableSpec>[] found =
        [
            .. names.All.Order(StringComparer.Ordinal)
                .Where(name => !taken.Contains(name) && !every.Excepts(name, names.HaveCase))
                .Select(every.Of)
                .GroupBy(table => table.Name),
        ];
        List<TableSpec> tables = [.. named];
        List<FailedTable> refused = [];
        foreach (IGrouping<string, TableSpec> alike in found)
        {
            TableSpec table = alike.First();
            if (Refusal(table, [.. alike]) is { } reason)
            {
                refused.Add(new FailedTable(table, IngestFailure.Of(IngestException.Permanent(reason))));
            }
            else
            {
                tables.Add(table);
            }
        }

        return new TableSet([.. tables.OrderBy(table => table.Name, StringComparer.Ordinal)])
        {
            Refused = refused,
            Notices = found.Length == 0 ? [$"\"*\" stands for no table: {source} has none that is neither named nor excepted."] : [],
            AlsoIn = $" or seen in {source}",
        };
    }

    private string? Refusal(TableSpec table, IReadOnlyList<TableSpec> alike)
    {
        if (alike.Count > 1)
        {
            string names = string.Join(" and ", alike.Select(other => $"'{other.SourceTable}'"));
            return $"The tables {names} of {source} would all be '{table.Name}' in the lake: give each but one an entry of its own, "
                + $"with SourceTable and another name, {WayOut}.";
        }

        if (named.FirstOrDefault(other => !TablePaths.AreApart(table, other)) is { } entry)
        {
            return $"The table '{table.SourceTable}' of {source} would be '{table.Name}' in the lake, in the folder {table.Path}, which is not "
                + $"apart from the entry '{entry.Name}' for '{entry.SourceTable}', in the folder {entry.Path}: give '{table.SourceTable}' an entry "
                + $"of its own, with SourceTable, another name and Path, {WayOut}.";
        }

        return TablePaths.Refusal(table.Path) is { } wrong
            ? $"The table '{table.SourceTable}' of {source} would have the folder '{table.Path}' in the lake: {wrong} by giving the table an entry "
                + $"of its own with Path, {WayOut}."
            : null;
    }
}
