using System.IO.Enumeration;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Host.Configuration;

/// <summary>The entry <c>"*"</c>: what holds for every table of the source's schema that has no entry of its own.</summary>
/// <param name="Template">The table that each of them is, but for its names.</param>
/// <param name="Except">Patterns of the names of tables that are not copied.</param>
public sealed record EveryTable(TableSpec Template, IReadOnlyList<string> Except)
{
    /// <summary>The entry's name.</summary>
    public const string Name = "*";

    /// <summary>Whether a table of the source is not to be copied.</summary>
    public bool Excepts(string sourceTable, bool namesHaveCase) =>
        Except.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, sourceTable, ignoreCase: !namesHaveCase));

    /// <summary>A table of the source as it comes into the lake.</summary>
    public TableSpec Of(string sourceTable)
    {
        string name = LakeNames.Of(sourceTable);
        return Template with { Name = name, SourceTable = sourceTable, Path = name };
    }

    /// <summary>A table as the lake has it; null when it is none that could be one of these, such as one of days.</summary>
    public TableSpec? Of(string name, TableIdentity recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        TableSpec table = Template with { Name = name, SourceTable = recorded.SourceTable, Path = recorded.Path };
        return TableIdentity.Of(table, recorded.SourceSchema) == recorded ? table : null;
    }
}
