using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Codec;

namespace Ingest.Host.Payloads;

/// <summary>Decodes the same rows in two ways, and counts what is the same and what is not.</summary>
/// <param name="one">The table as the first way decodes it.</param>
/// <param name="other">The same table as the second does.</param>
/// <param name="shownMax">How many differences are kept to be shown; all are counted.</param>
internal sealed class PayloadDiff(TableSpec one, TableSpec other, int shownMax)
{
    private readonly PayloadComparison _comparison = new(one.Payload!.Decoder, other.Payload!.Decoder);
    private readonly List<PayloadDifference> _shown = [];

    public long Rows { get; private set; }

    /// <summary>Of the first way.</summary>
    public long Samples { get; private set; }

    /// <summary>Rows that both reject.</summary>
    public long Rejected { get; private set; }

    public long Differences { get; private set; }

    /// <summary>The first differences.</summary>
    public IReadOnlyList<PayloadDifference> Shown => _shown;

    /// <summary>Channels that only one of them has.</summary>
    public IReadOnlyList<(string Name, bool IsFirst)> Unmatched => _comparison.Unmatched;

    /// <summary>There were rows, and nothing of them was compared.</summary>
    public bool ProvesNothing => Rows != 0 && Samples == 0;

    public bool IsSame => Differences == 0 && Unmatched.Count == 0 && !ProvesNothing;

    public async Task ReadAsync(ISourceDatabase source, int rows, CancellationToken cancellation)
    {
        TableSpec read = one with { Payload = BothDecoders.Of(one.Payload!, other.Payload!) };
        await foreach (RowPage page in new SourcePayloads(source, read, rows).ReadAsync(cancellation))
        {
            using RowPage owned = page;
            using var left = new PageDecoder(one.Payload!.Decoder, page);
            using var right = new PageDecoder(other.Payload!.Decoder, page);
            for (int row = 0; row < page.Rows && Rows < rows; row++, Rows++)
            {
                Add(page, row, left, right);
            }
        }
    }

    private void Add(RowPage page, int row, PageDecoder left, PageDecoder right)
    {
        PayloadException? leftFault = left.Decode(row);
        PayloadException? rightFault = right.Decode(row);
        Samples += left.Samples.Count;
        Rejected += leftFault is not null && rightFault is not null ? 1 : 0;
        foreach (PayloadDifference difference in _comparison.Of(RowKey.Text(page, row), left.Samples, leftFault, right.Samples, rightFault))
        {
            Differences++;
            if (_shown.Count < shownMax)
            {
                _shown.Add(difference);
            }
        }
    }
}
