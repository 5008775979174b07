namespace Ingest.Actors.Units;

/// <summary>The smallest piece of work that is planned, retried, committed and verified.</summary>
/// <param name="Table">The table it belongs to.</param>
/// <param name="Interval">Which of the table's source rows.</param>
public sealed record Unit(TableSpec Table, UnitInterval Interval)
{
    /// <summary>The unit's name within its table.</summary>
    public string Name => Interval.Name;

    /// <inheritdoc/>
    public override string ToString() => $"{Table.Name}/{Name}";
}
