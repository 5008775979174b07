namespace Ingest.Codec.Layout.Samples;

/// <summary>Fields that depend on what an earlier field says.</summary>
/// <param name="name">The name of the earlier field.</param>
/// <param name="slot">Where its number is.</param>
/// <param name="cases">The fields for each number.</param>
/// <param name="other">The fields for any other number; null: any other is refused.</param>
internal sealed class SwitchOperation(
    string name, int slot, IReadOnlyList<(Interval When, Operation[] Then)> cases, Operation[]? other) : Operation
{
    /// <summary>All that it may do.</summary>
    public IEnumerable<Operation[]> Branches => other is null ? cases.Select(known => known.Then) : cases.Select(known => known.Then).Append(other);

    /// <inheritdoc/>
    public override void Run(ref LayoutRun run, scoped Scratch scratch, int record)
    {
        long number = run.Slots[slot];
        Operation[]? chosen = null;
        foreach ((Interval when, Operation[] then) in cases)
        {
            if (chosen is null && when.Contains(number))
            {
                chosen = then;
            }
            else
            {
                Skip(then, scratch, record);
            }
        }

        if (chosen is not null && other is not null)
        {
            Skip(other, scratch, record);
        }

        chosen ??= other ?? throw new PayloadException(
            $"{name} is {number}, and the layout knows {string.Join(", ", cases.Select(known => known.When))}", run.Offset);
        foreach (Operation operation in chosen)
        {
            operation.Run(ref run, scratch, record);
        }
    }

    /// <inheritdoc/>
    public override void Skip(scoped Scratch scratch, int record)
    {
        foreach ((_, Operation[] then) in cases)
        {
            Skip(then, scratch, record);
        }

        Skip(other ?? [], scratch, record);
    }

    private static void Skip(Operation[] operations, scoped Scratch scratch, int record)
    {
        foreach (Operation operation in operations)
        {
            operation.Skip(scratch, record);
        }
    }
}
