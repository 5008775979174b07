using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Codec;
using Ingest.Codec.Columns;

namespace Ingest.Host.Payloads;

/// <summary>Decodes a page's payloads one after the other, to look at each.</summary>
internal sealed class PageDecoder : IDisposable
{
    private readonly IPayloadDecoder _decoder;
    private readonly RowPage _page;
    private readonly RowClock? _clock;
    private readonly RowVersion? _version;
    private readonly EventTimes _times;
    private readonly BytesColumn _payloads;
    private readonly IPayloadPipeline? _pipeline;

    public PageDecoder(IPayloadDecoder decoder, RowPage page)
    {
        SourceTable table = page.Table;
        _decoder = decoder;
        _page = page;
        _clock = table.RowTime is { } column ? new RowClock(column, table.Spec.Time!.As) : null;
        _version = table.RowVersion is { } says ? new RowVersion(says) : null;
        _times = new EventTimes(table.Spec.EventTime, end: null);
        _payloads = (BytesColumn)page.Columns[table.Payload!.Value];
        _pipeline = (decoder as IPipelinedDecoder)?.Open(_payloads, 0);
        Samples = new SampleColumns(
            new FixedColumn<long>(ColumnType.TimestampMicros), [.. decoder.Channels.Select(channel => ColumnBuffer.Create(channel.Type))]);
    }

    /// <summary>Those of the row that was decoded last; none when it was rejected.</summary>
    public SampleColumns Samples { get; }

    /// <summary>Decodes a row's payload; rows are asked for in order.</summary>
    /// <returns>Why it is rejected; null when it is not.</returns>
    public PayloadException? Decode(int row)
    {
        Samples.RollBack(0);
        if (_payloads.IsNull(row))
        {
            return new PayloadException("payload is NULL");
        }

        try
        {
            Samples.RowTime = _clock?.Of(_page, row);
            Samples.RowVersion = _version?.Of(_page, row);
            _ = _pipeline?.Decode(row, Samples) ?? _decoder.Decode(_payloads[row], Samples);
            if (_times.Fault(Samples.Time.Values) is not { } fault)
            {
                return null;
            }

            Samples.RollBack(0);
            return new PayloadException(fault);
        }
        catch (PayloadException reason)
        {
            return reason;
        }
    }

    public ReadOnlySpan<byte> Payload(int row) => _payloads[row];

    /// <inheritdoc/>
    public void Dispose() => _pipeline?.Dispose();
}
