using Ingest.Codec.Columns;
using Ingest.Codec.Documents.Paths;
using Ingest.Codec.Documents.Tokens;

namespace Ingest.Codec.Documents.Samples;

/// <summary>Samples as lists of equal length: one of the times and one a channel. What comes from the root is the same for all.</summary>
internal static class SampleLists
{
    /// <inheritdoc cref="EachSample.Append"/>
    public static int Append(MappingPlan plan, in TokenList tokens, SampleColumns columns, PayloadLimits limits, Span<int> slots)
    {
        slots = slots[..plan.Paths.Length];
        plan.FindFromRoot(tokens, slots);
        int at = plan.SamplesPath.Text.Length == 0 ? 0 : plan.Samples(tokens);
        plan.Within.Find(tokens, at, slots);
        int count = plan.Check(Count(plan, tokens, at, slots), tokens, at, slots, limits);
        AppendTimes(plan, tokens, columns, at, slots, count);
        for (int i = 0; i < plan.Values.Length; i++)
        {
            int slot = MappingPlan.ChannelSlot + i;
            Series series = Series.Of(plan, tokens, slots, slot);
            for (int row = 0; row < count; row++)
            {
                Append(plan, tokens, slot, series.Next(tokens), row, columns.Channels[i]);
            }
        }

        return count;
    }

    /// <summary>The elements of the lists, of which all must have as many.</summary>
    private static int Count(MappingPlan plan, in TokenList tokens, int at, ReadOnlySpan<int> slots)
    {
        int count = -1;
        string first = "";
        for (int slot = 0; slot < slots.Length; slot++)
        {
            if (plan.Paths[slot] is not { FromRoot: false } path)
            {
                continue;
            }

            bool isMissing = slots[slot] < 0 || tokens[slots[slot]].Kind == TokenKind.Null;
            if (isMissing && slot >= MappingPlan.ChannelSlot)
            {
                continue;
            }

            Token list = tokens[isMissing ? at : slots[slot]];
            if (isMissing || list.Kind != TokenKind.List)
            {
                throw new PayloadException(
                    $"{path.Text} is {(isMissing ? "missing" : TokenText.Name(list.Kind))}, expected a list; a value for all samples begins with $.",
                    list.Offset);
            }

            if (count >= 0 && count != list.High)
            {
                throw new PayloadException($"{path.Text} has {list.High} elements, {first} has {count}", list.Offset);
            }

            (count, first) = (list.High, path.Text);
        }

        return Math.Max(count, 0);
    }

    private static void AppendTimes(
        MappingPlan plan, in TokenList tokens, SampleColumns columns, int at, ReadOnlySpan<int> slots, int count)
    {
        if (plan.Time is not { } form)
        {
            columns.Time.AppendUninitialized(count).Fill(count == 0 ? 0 : MappingPlan.RowTime(columns));
            return;
        }

        Series times = Series.Of(plan, tokens, slots, MappingPlan.TimeSlot);
        Series bases = Series.Of(plan, tokens, slots, MappingPlan.BaseSlot);
        int offset = tokens[at].Offset;
        int slot = MappingPlan.TimeSlot;
        for (int row = 0; row < count; row++)
        {
            try
            {
                slot = MappingPlan.BaseSlot;
                long from = plan.Base is { } baseForm ? MappingPlan.ReadTime(baseForm, tokens, bases.Next(tokens), 0, offset) : 0;
                slot = MappingPlan.TimeSlot;
                columns.Time.Append(MappingPlan.ReadTime(form, tokens, times.Next(tokens), from, offset));
            }
            catch (PayloadException fault)
            {
                throw At(plan.Paths[slot]!, row, fault);
            }
        }
    }

    private static void Append(MappingPlan plan, in TokenList tokens, int slot, int token, int row, ColumnBuffer column)
    {
        try
        {
            plan.Values[slot - MappingPlan.ChannelSlot].Append(tokens, token, column);
        }
        catch (PayloadException fault)
        {
            throw At(plan.Paths[slot]!, row, fault);
        }
    }

    private static PayloadException At(DocumentPath path, int row, PayloadException fault) =>
        fault.With($"{path.Text}{(path.FromRoot ? "" : $"[{row}]")}: {fault.Reason}");

    /// <summary>The tokens of one path: the elements of a list in turn, or always the same.</summary>
    private struct Series
    {
        private int _token;
        private bool _isList;

        public static Series Of(MappingPlan plan, in TokenList tokens, ReadOnlySpan<int> slots, int slot)
        {
            bool isList = plan.Paths[slot] is { FromRoot: false } && slots[slot] >= 0 && tokens[slots[slot]].Kind == TokenKind.List;
            return new Series { _token = isList ? slots[slot] + 1 : slots[slot], _isList = isList };
        }

        public int Next(in TokenList tokens)
        {
            int token = _token;
            _token = _isList ? tokens.Next(token) : token;
            return token;
        }
    }
}
