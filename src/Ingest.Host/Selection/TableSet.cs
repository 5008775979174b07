using Ingest.Actors.Planning;
using Ingest.Actors.Units;
using Ingest.Host.Commands;
using Ingest.Host.Configuration;

namespace Ingest.Host.Selection;

/// <summary>The tables that a verb may be about: those that have an entry of their own, and those that <c>"*"</c> stands for.</summary>
/// <param name="Tables">In the order of their names.</param>
internal sealed record TableSet(IReadOnlyList<TableSpec> Tables)
{
    /// <summary>Tables that <c>"*"</c> stands for and that cannot be brought into the lake, with the reason.</summary>
    public IReadOnlyList<FailedTable> Refused { get; init; } = [];

    /// <summary>What is said of tables that the lake has from <c>"*"</c> and that the source has no more, by their names in the lake.</summary>
    public IReadOnlyDictionary<string, string> Gone { get; init; } = new Dictionary<string, string>();

    /// <summary>What else an operator should know, a sentence each.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Where tables without an entry were looked for, to follow "is configured"; nothing where there are none.</summary>
    public string AlsoIn { get; init; } = "";

    /// <summary>For people, to follow "there is".</summary>
    public string Names => Tables.Count == 0 ? "none" : string.Join(", ", Tables.Select(table => table.Name));

    /// <summary>Everything that is to be said before anything is done.</summary>
    public IEnumerable<string> Sentences => Gone.OrderBy(table => table.Key, StringComparer.Ordinal).Select(table => table.Value).Concat(Notices);

    /// <summary>Those that have an entry.</summary>
    public static TableSet Of(IngestConfiguration configuration) => new(configuration.Tables);

    /// <summary>All, or the one of that name alone.</summary>
    /// <exception cref="UsageException">There is none of that name, or it cannot be brought into the lake.</exception>
    public TableSet Select(string? name)
    {
        if (name is null)
        {
            return this;
        }

        if (Tables.FirstOrDefault(table => table.Name == name) is { } found)
        {
            return new TableSet([found]);
        }

        throw new UsageException(
            Refused.FirstOrDefault(table => table.Table.Name == name)?.Failure.Reason
            ?? Gone.GetValueOrDefault(name)
            ?? $"no table '{name}' is configured{AlsoIn}; there is {Names}");
    }
}
