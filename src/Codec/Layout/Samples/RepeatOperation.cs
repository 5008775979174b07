namespace Ingest.Codec.Layout.Samples;

/// <summary>What says how many records a list has.</summary>
internal sealed record Count
{
    public string Name { get; init; } = "";

    /// <summary>The field that says it; -1: another does.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>Always that many; null: it is not always the same.</summary>
    public int? Fixed { get; init; }

    /// <summary>Bytes of the fields after the list, which reaches up to them; only without the two others.</summary>
    public int After { get; set; }

    /// <exception cref="PayloadException">There are more than a payload may have.</exception>
    public int Of(ref LayoutRun run, int? recordBytes) => Slot >= 0 ? OfSlot(ref run) : Fixed ?? OfRest(ref run, recordBytes);

    /// <summary>The same where an earlier field says it.</summary>
    /// <exception cref="PayloadException">There are more than a payload may have.</exception>
    public int OfSlot(ref LayoutRun run)
    {
        long records = run.Slots[Slot];
        return (ulong)records <= (ulong)run.Limits.Samples ? (int)records : throw TooMany(records, run.Limits.Samples, run.Offset);
    }

    private PayloadException TooMany(long records, int most, int offset) =>
        new($"{Name} is {(ulong)records}, expected at most {most} records", offset);

    private int OfRest(ref LayoutRun run, int? recordBytes)
    {
        int bytes = run.Remaining - After;
        if (bytes < 0 || bytes % recordBytes!.Value != 0)
        {
            throw new PayloadException(
                $"{Math.Max(0, bytes)} bytes are left for records of {recordBytes} bytes each, {After} come after them", run.Offset);
        }

        return bytes / recordBytes.Value <= run.Limits.Samples
            ? bytes / recordBytes.Value
            : throw new PayloadException($"the payload has {bytes / recordBytes.Value} records, expected at most {run.Limits.Samples}", run.Offset);
    }
}

/// <summary>Reads a list of records, which become rows.</summary>
internal sealed class RepeatOperation(Scope records, Count count) : LoneOperation
{
    /// <inheritdoc/>
    public override bool IsOpenEnded => count is { Slot: < 0, Fixed: null };

    /// <inheritdoc/>
    public override void SetAfter(int bytes) => count.After = bytes;

    /// <inheritdoc/>
    public override void RunAlone(ref LayoutRun run)
    {
        int start = run.Offset;
        if (!IsOpenEnded || records.Bytes is not null)
        {
            run.AddRows(records.Run(ref run, run.CheckRows(count.Of(ref run, records.Bytes))), start);
            return;
        }

        int end = run.End;
        run.End -= count.After;
        if (!records.HasLists)
        {
            // Read twice, and as one list, so that differences and steps go on from record to record.
            int found = records.CountToEnd(ref run);
            run.Offset = start;
            run.AddRows(records.Run(ref run, found), start);
            run.End = end;
            return;
        }

        int rows = 0;
        while (run.Remaining > 0)
        {
            int offset = run.Offset;
            rows = run.CheckRows(rows + records.Run(ref run, 1));
            if (run.Offset == offset)
            {
                throw new PayloadException("a record of the list has no bytes", offset);
            }
        }

        run.End = end;
        run.AddRows(rows, start);
    }
}
