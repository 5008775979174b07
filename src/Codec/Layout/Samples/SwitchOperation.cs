namespace Ingest.Codec.Layout.Samples;

/// <summary>Fields that depend on what an earlier field says.</summary>
/// <param name="name">The name of the earlier field.</param>
/// <param name="slot">Where its number is.</param>
/// <param name="cases">The fields for each number.</param>
/// <param name="other">The fields for any other number; null: any other is refused.</param>
internal sealed class SwitchOperation(
    string name, int slot, IReadOnlyList<(Interval When, Operation[] Then)> cases, Operation[]? other) : Operation
{
    private readonly (Interval When, Operation[] Then)[] _cases = [.. cases];

    /// <summary>All that it may do.</summary>
    public IEnumerable<Operation[]> Branches => other is null ? _cases.Select(known => known.Then) : _cases.Select(known => known.Then).Append(other);

    /// <inheritdoc/>
    public override int BytesMin =>
        (int)Branches.Select(branch => branch.Sum(operation => (long)operation.BytesMin)).DefaultIfEmpty().Min(bytes => Math.Min(bytes, int.MaxValue));

    /// <inheritdoc/>
    public override void Run(ref LayoutRun run, scoped Scratch scratch, int record)
    {
        long number = run.Slots[slot];
        Operation[]? chosen = null;
        foreach ((Interval when, Operation[] then) in _cases)
        {
            if (chosen is null && when.Contains(number))
            {
                chosen = then;
            }
            else
            {
                Skip(then, ref run, scratch, record);
            }
        }

        if (chosen is not null && other is not null)
        {
            Skip(other, ref run, scratch, record);
        }

        chosen ??= other ?? throw new PayloadException(
            $"{name} is {number}, and the layout knows {string.Join(", ", _cases.Select(known => known.When))}", run.Offset);
        foreach (Operation operation in chosen)
        {
            operation.Run(ref run, scratch, record);
        }
    }

    /// <inheritdoc/>
    public override void Skip(ref LayoutRun run, scoped Scratch scratch, int record)
    {
        foreach ((_, Operation[] then) in _cases)
        {
            Skip(then, ref run, scratch, record);
        }

        Skip(other ?? [], ref run, scratch, record);
    }

    private static void Skip(Operation[] operations, ref LayoutRun run, scoped Scratch scratch, int record)
    {
        foreach (Operation operation in operations)
        {
            operation.Skip(ref run, scratch, record);
        }
    }
}
