namespace Ingest.Actors.Paging;

/// <summary>The names of a database's tables.</summary>
/// <param name="All">In the database's order; no views.</param>
/// <param name="HaveCase">Whether names that differ in case alone are those of two tables.</param>
public sealed record TableNames(IReadOnlyList<string> All, bool HaveCase)
{
    /// <summary>Tells names apart as the database does.</summary>
    public StringComparer Comparer => HaveCase ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>Those that differ from a name in case at most.</summary>
    public IReadOnlyList<string> Like(string name) => [.. All.Where(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase))];
}
