using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Host.Output;

namespace Ingest.Host.Payloads;

/// <summary>What one decoder makes of a payload and another does not.</summary>
/// <param name="Key">The row's key.</param>
/// <param name="Sample">The sample, from 0; null where the whole payload differs.</param>
/// <param name="What">The channel, or <c>time</c>, <c>samples</c>, <c>payload</c>.</param>
/// <param name="First">What the first decoder says.</param>
/// <param name="Second">What the second says.</param>
internal sealed record PayloadDifference(string Key, int? Sample, string What, string First, string Second);

/// <summary>Holds what two decoders made of one row against each other, channel by channel of the same name.</summary>
internal sealed class PayloadComparison
{
    private readonly (string Name, int First, int Second)[] _channels;

    public PayloadComparison(IPayloadDecoder first, IPayloadDecoder second)
    {
        _channels =
        [
            .. first.Channels.Select((channel, i) => (channel.Name, First: i, Second: IndexOf(second, channel.Name))).Where(pair => pair.Second >= 0),
        ];
        Unmatched =
        [
            .. first.Channels.Where(channel => IndexOf(second, channel.Name) < 0).Select(channel => (channel.Name, IsFirst: true)),
            .. second.Channels.Where(channel => IndexOf(first, channel.Name) < 0).Select(channel => (channel.Name, IsFirst: false)),
        ];
    }

    /// <summary>Channels that only one of them has.</summary>
    public IReadOnlyList<(string Name, bool IsFirst)> Unmatched { get; }

    public IEnumerable<PayloadDifference> Of(string key, SampleColumns first, PayloadException? firstFault, SampleColumns second, PayloadException? secondFault)
    {
        if (firstFault is not null || secondFault is not null)
        {
            // Why a payload is refused is each decoder's own affair.
            return firstFault is not null && secondFault is not null
                ? []
                : [new PayloadDifference(key, null, "payload", Outcome(first, firstFault), Outcome(second, secondFault))];
        }

        return first.Count != second.Count
            ? [new PayloadDifference(key, null, "samples", Outcome(first, null), Outcome(second, null))]
            : Enumerable.Range(0, first.Count).SelectMany(row => OfSample(key, row, first, second));
    }

    private IEnumerable<PayloadDifference> OfSample(string key, int row, SampleColumns first, SampleColumns second)
    {
        if (first.Time.Values[row] != second.Time.Values[row])
        {
            yield return new PayloadDifference(
                key, row, LakeSchema.TimeColumn, ReadingCells.Instant(first.Time.Values[row]), ReadingCells.Instant(second.Time.Values[row]));
        }

        foreach ((string name, int one, int other) in _channels)
        {
            string? left = Plain(first.Channels[one], row);
            string? right = Plain(second.Channels[other], row);
            if (left != right)
            {
                yield return new PayloadDifference(key, row, name, left ?? "NULL", right ?? "NULL");
            }
        }
    }

    /// <summary>A value whatever its column's type is: 21.50 and 21.5 are the same number.</summary>
    private static string? Plain(ColumnBuffer column, int row)
    {
        string? text = ReadingCells.Of(column, row) is { } cell ? TextCells.Of(cell) : null;
        return text is not null && column.Type.Kind == ColumnKind.Decimal && text.Contains('.', StringComparison.Ordinal)
            ? text.TrimEnd('0').TrimEnd('.')
            : text;
    }

    private static string Outcome(SampleColumns samples, PayloadException? fault) =>
        fault is null ? $"{samples.Count} samples" : $"rejected: {fault.Message}";

    private static int IndexOf(IPayloadDecoder decoder, string channel)
    {
        for (int i = 0; i < decoder.Channels.Count; i++)
        {
            if (decoder.Channels[i].Name == channel)
            {
                return i;
            }
        }

        return -1;
    }
}
