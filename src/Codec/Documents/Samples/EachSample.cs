using Ingest.Codec.Columns;
using Ingest.Codec.Documents.Tokens;

namespace Ingest.Codec.Documents.Samples;

/// <summary>Samples one after the other, each a value of its own in the document.</summary>
internal static class EachSample
{
    /// <param name="plan">Where they are.</param>
    /// <param name="tokens">The document.</param>
    /// <param name="columns">Where they are appended; partly so when it throws.</param>
    /// <param name="limits">How many there may be.</param>
    /// <param name="slots">Room for twice the slots of the plan.</param>
    /// <returns>The number of samples.</returns>
    public static int Append(MappingPlan plan, in TokenList tokens, SampleColumns columns, PayloadLimits limits, Span<int> slots)
    {
        Span<int> fixedSlots = slots[..plan.Paths.Length];
        plan.FindFromRoot(tokens, fixedSlots);
        var run = new Run(plan, columns, fixedSlots, slots[plan.Paths.Length..]);
        if (plan.SamplesPath.Text.Length == 0)
        {
            plan.Check(1, tokens, 0, fixedSlots, limits);
            run.Append(tokens, 0, -1);
            return 1;
        }

        int at = plan.Samples(tokens);
        bool isMap = tokens[at].Kind == TokenKind.Map;
        if (!isMap && tokens[at].Kind != TokenKind.List)
        {
            throw new PayloadException(
                $"{plan.SamplesPath.Text} is {TokenText.Name(tokens[at].Kind)}, expected a list or an object of samples", tokens[at].Offset);
        }

        int count = plan.Check(tokens.CountIn(at), tokens, at, fixedSlots, limits);
        int sample = at + 1;
        for (int i = 0; i < count; i++, sample = tokens.Next(sample))
        {
            sample = isMap ? tokens.Next(sample) : sample;
            run.Append(tokens, sample, i);
        }

        return count;
    }

    private readonly ref struct Run(MappingPlan plan, SampleColumns columns, ReadOnlySpan<int> fixedSlots, Span<int> slots)
    {
        private readonly ReadOnlySpan<int> _fixed = fixedSlots;
        private readonly Span<int> _slots = slots;

        public void Append(in TokenList tokens, int sample, int number)
        {
            int slot = -1;
            try
            {
                _fixed.CopyTo(_slots);
                plan.Within.Find(tokens, sample, _slots);
                slot = MappingPlan.TimeSlot;
                columns.Time.Append(Time(tokens, tokens[sample].Offset, ref slot));
                for (int i = 0; i < plan.Values.Length; i++)
                {
                    slot = MappingPlan.ChannelSlot + i;
                    plan.Values[i].Append(tokens, _slots[slot], columns.Channels[i]);
                }
            }
            catch (PayloadException fault)
            {
                throw fault.With($"{Where(slot, number)}: {fault.Reason}");
            }
        }

        private long Time(in TokenList tokens, int offset, ref int slot)
        {
            if (plan.Time is not { } form)
            {
                return MappingPlan.RowTime(columns);
            }

            long from = 0;
            if (plan.Base is { } baseForm)
            {
                slot = MappingPlan.BaseSlot;
                from = MappingPlan.ReadTime(baseForm, tokens, _slots[slot], 0, offset);
                slot = MappingPlan.TimeSlot;
            }

            return MappingPlan.ReadTime(form, tokens, _slots[slot], from, offset);
        }

        /// <summary>A value's path from the root, with the number of its sample from 0.</summary>
        private string Where(int slot, int number)
        {
            string sample = number < 0 ? "" : $"{plan.SamplesPath.Text}[{number}]";
            return slot < 0 || plan.Paths[slot] is not { } path
                ? sample.Length == 0 ? "the document" : sample
                : path.FromRoot ? path.Text
                : path.Text.Length == 0 ? sample
                : sample.Length == 0 || path.Text[0] == '[' ? sample + path.Text : $"{sample}.{path.Text}";
        }
    }
}
