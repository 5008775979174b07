using System.Globalization;
using System.Text.Json;
using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Host.Output;

namespace Ingest.Host.Payloads;

/// <summary>Decodes many of a table's payloads and says what their values are like, and why some are rejected.</summary>
internal sealed class PayloadSurvey
{
    private const int ReasonsMax = 5;

    /// <summary>Different reasons that are counted; a time in each would make one of every row.</summary>
    private const int ReasonsKept = 1_000;

    private readonly IPayloadDecoder _decoder;
    private readonly ChannelStatistics _time = new(LakeSchema.TimeColumn, Codec.Columns.ColumnType.TimestampMicros, null);
    private readonly ChannelStatistics[] _channels;
    private readonly Dictionary<string, (long Count, string Key, int? Offset, byte[] Payload)> _reasons = [];
    private long _rows;
    private long _samples;
    private long _rejected;

    public PayloadSurvey(IPayloadDecoder decoder)
    {
        _decoder = decoder;
        _channels = [.. decoder.Channels.Select(ChannelStatistics.Of)];
    }

    /// <summary>Whether some payload could not be decoded.</summary>
    public bool HasRejects => _rejected != 0;

    public async Task ReadAsync(ISourceDatabase source, TableSpec table, int rows, CancellationToken cancellation)
    {
        await foreach (RowPage page in new SourcePayloads(source, table, rows).ReadAsync(cancellation))
        {
            using RowPage owned = page;
            using var decoding = new PageDecoder(_decoder, page);
            for (int row = 0; row < page.Rows && _rows < rows; row++, _rows++)
            {
                Add(decoding, page, row);
            }
        }
    }

    /// <summary>Writes it for people.</summary>
    public void Write(TextWriter output)
    {
        AlignedTable.Write(Table(), output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_rows:N0} rows, {_samples:N0} samples, {_rejected:N0} rejected"));
        foreach ((string reason, (long count, string key, int? offset, byte[] payload)) in _reasons.OrderByDescending(reason => reason.Value.Count).Take(ReasonsMax))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} × {reason}, as in the row {key}:"));
            if (offset is { } place)
            {
                HexDump.Write(payload, Math.Min(place, payload.Length), output);
            }
        }
    }

    /// <summary>Writes it for programs: <c>columns</c> and <c>rows</c>, a row a channel, and the counts.</summary>
    public void WriteJson(TextWriter output) => JsonResult.Write(output, Table(), (Utf8JsonWriter members) =>
    {
        members.WriteNumber("source_rows", _rows);
        members.WriteNumber("samples", _samples);
        members.WriteNumber("rejected", _rejected);
    });

    private ResultTable Table() => new(ChannelStatistics.Columns, [_time.Row, .. _channels.Select(channel => channel.Row)]);

    private void Add(PageDecoder decoding, RowPage page, int row)
    {
        if (decoding.Decode(row) is { } fault)
        {
            _rejected++;
            string key = RowKey.Text(page, row);
            if (_reasons.TryGetValue(fault.Reason, out var known))
            {
                _reasons[fault.Reason] = known with { Count = known.Count + 1 };
            }
            else if (_reasons.Count < ReasonsKept)
            {
                _reasons.Add(fault.Reason, (1, key, fault.HasOffset && !fault.IsUnwrapped ? fault.Offset : null, decoding.Payload(row).ToArray()));
            }

            return;
        }

        _samples += decoding.Samples.Count;
        _time.Add(decoding.Samples.Time, decoding.Samples.Count);
        for (int channel = 0; channel < _channels.Length; channel++)
        {
            _channels[channel].Add(decoding.Samples.Channels[channel], decoding.Samples.Count);
        }
    }
}
