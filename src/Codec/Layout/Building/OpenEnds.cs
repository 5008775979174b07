using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Building;

/// <summary>What reaches up to the payload's end leaves room for the fields after it: how much they need.</summary>
internal static class OpenEnds
{
    /// <param name="operations">All of a payload, or of a case of it.</param>
    /// <param name="after">Bytes of what comes after them; null: they are not always the same.</param>
    /// <param name="field">Whose they are.</param>
    /// <param name="line">Where they stand.</param>
    /// <exception cref="LayoutException">Nobody can tell where the one ends and the others begin.</exception>
    public static void Settle(Operation[] operations, int? after, string field, int line)
    {
        foreach (Operation operation in operations.Reverse())
        {
            if (operation is SwitchOperation choice)
            {
                foreach (Operation[] then in choice.Branches)
                {
                    Settle(then, after, field, line);
                }
            }
            else if (operation.IsOpenEnded)
            {
                operation.SetAfter(after ?? throw new LayoutException(
                    line, field, "what reaches to the end is followed by a field whose length is not always the same; give it a count"));
            }

            after += operation.Bytes;
        }
    }
}
