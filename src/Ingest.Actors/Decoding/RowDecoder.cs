using System.Text;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Decoding;

/// <summary>Turns pages of one unit into batches of lake columns. Stateless and thread-safe.</summary>
public sealed class RowDecoder
{
    private readonly SourceTable _table;
    private readonly LakeSchema _schema;
    private readonly IPayloadDecoder? _decoder;
    private readonly RowClock? _clock;
    private readonly EventTimes _times;
    private readonly ColumnHash? _hash;
    private readonly int _batchBytes;

    /// <param name="table">The table whose pages come.</param>
    /// <param name="schema">The columns to make.</param>
    /// <param name="end">When the unit ends, which bounds the event times that are believed; null: a block of keys has no end.</param>
    /// <param name="batchBytes">Decoded bytes at which a batch ends.</param>
    public RowDecoder(SourceTable table, LakeSchema schema, DateTimeOffset? end, int batchBytes)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
        _schema = schema;
        _decoder = table.Spec.Payload?.Decoder;
        _clock = table.RowTime is { } column ? new RowClock(column, table.Spec.Time!.As) : null;
        _times = new EventTimes(table.Spec.EventTime, end);
        _hash = table.Spec.Hash is { } hash ? new ColumnHash(hash.Key) : null;
        _batchBytes = batchBytes;
    }

    /// <summary>Decodes a page from a row on, until it or the batch is full.</summary>
    public DecodedBatch Decode(RowPage page, int firstRow)
    {
        ArgumentNullException.ThrowIfNull(page);
        var samples = new ColumnBatch(_schema.Columns);
        var rejects = new ColumnBatch(LakeSchema.Rejects.Columns);
        int nextRow = _decoder is null
            ? Copy(page, firstRow, samples)
            : DecodePayloads(_decoder, page, firstRow, samples, rejects);
        var tally = new UnitTally(
            nextRow - firstRow,
            rejects.Count,
            samples.Count,
            Points(samples),
            RowChecksum.Of(page.Columns, firstRow, nextRow - firstRow, _table.Spec.Hash?.Seed ?? 0))
        {
            // A page counts for all of its batches, so the first one tells it.
            Changed = firstRow == 0 ? Changed(page) : default,
        };
        return new DecodedBatch(samples, rejects, tally, nextRow);
    }

    private ChangedValues Changed(RowPage page) => page.Changed.Count == 0
        ? default
        : _table.Carried.Aggregate(
            default(ChangedValues), (sum, column) => sum + ChangedValues.Of(_table.Selected[column].Lake, page.Changed[column]));

    private int Copy(RowPage page, int firstRow, ColumnBatch samples)
    {
        for (int i = 0; i < _table.Carried.Count; i++)
        {
            int column = _table.Carried[i];
            if (!_table.Hashed.Contains(column))
            {
                samples[i].AppendRange(page.Columns[column], firstRow, page.Rows - firstRow);
                continue;
            }

            for (int row = firstRow; row < page.Rows; row++)
            {
                _hash!.Append(page.Columns[column], row, 1, samples[i]);
            }
        }

        return page.Rows;
    }

    private int DecodePayloads(IPayloadDecoder decoder, RowPage page, int firstRow, ColumnBatch samples, ColumnBatch rejects)
    {
        try
        {
            return DecodeRows(decoder, page, firstRow, samples, rejects);
        }
        catch (DecoderException failure)
        {
            throw IngestException.Permanent(failure.Message, failure);
        }
    }

    private int DecodeRows(IPayloadDecoder decoder, RowPage page, int firstRow, ColumnBatch samples, ColumnBatch rejects)
    {
        int carried = _table.Carried.Count;
        var payloads = (BytesColumn)page.Columns[_table.Payload!.Value];
        var target = new SampleColumns(
            (FixedColumn<long>)samples[carried],
            [.. Enumerable.Range(carried + 1, decoder.Channels.Count).Select(i => samples[i])]);
        BytesColumn[] texts = [.. Enumerable.Range(0, samples.Columns.Count).Select(i => samples[i]).OfType<BytesColumn>()];
        RowVersion? version = _table.RowVersion is { } column ? new RowVersion(column) : null;
        using IPayloadPipeline? pipeline = (decoder as IPipelinedDecoder)?.Open(payloads, firstRow);
        int row = firstRow;
        long rejected = 0;
        for (; row < page.Rows && Bytes(target.Count, texts) < _batchBytes && rejected < _batchBytes; row++)
        {
            int before = target.Count;
            try
            {
                target.RowTime = _clock?.Of(page, row);
                target.RowVersion = version?.Of(page, row);
                DecodeRow(decoder, pipeline, payloads, row, target);
            }
            catch (PayloadException reason)
            {
                Reject(page, row, reason, payloads, rejects);
                rejected = rejects.BytesOf(0, rejects.Count);
                continue;
            }

            for (int i = 0; i < carried; i++)
            {
                Carry(page.Columns[_table.Carried[i]], i, row, target.Count - before, samples[i]);
            }
        }

        return row;
    }

    private void Carry(ColumnBuffer source, int carried, int row, int times, ColumnBuffer target)
    {
        if (_table.Hashed.Count > 0 && _table.Hashed.Contains(_table.Carried[carried]))
        {
            _hash!.Append(source, row, times, target);
        }
        else
        {
            target.AppendRepeat(source, row, times);
        }
    }

    private void DecodeRow(IPayloadDecoder decoder, IPayloadPipeline? pipeline, BytesColumn payloads, int row, SampleColumns target)
    {
        if (payloads.IsNull(row))
        {
            throw new PayloadException("payload is NULL");
        }

        int before = target.Count;
        _ = pipeline?.Decode(row, target) ?? decoder.Decode(payloads[row], target);
        if (_times.Fault(target.Time.Values[before..]) is { } fault)
        {
            target.RollBack(before);
            throw new PayloadException(fault);
        }
    }

    /// <summary>What that many samples take, not far from it and quick to tell: asked for every row.</summary>
    private long Bytes(int count, BytesColumn[] texts)
    {
        long bytes = (long)count * _schema.Columns.Count * sizeof(long);
        foreach (BytesColumn text in texts)
        {
            bytes += text.ByteCount;
        }

        return bytes;
    }

    private static void Reject(RowPage page, int row, PayloadException reason, BytesColumn payloads, ColumnBatch rejects)
    {
        ((BytesColumn)rejects[0]).Append(Encoding.UTF8.GetBytes(RowKey.Text(page, row)));
        ((BytesColumn)rejects[1]).Append(Encoding.UTF8.GetBytes(reason.Reason));
        if (reason.HasOffset)
        {
            ((FixedColumn<int>)rejects[2]).Append(reason.Offset);
        }
        else
        {
            rejects[2].AppendNull();
        }

        rejects[3].AppendRange(payloads, row, 1);
    }

    private long Points(ColumnBatch samples)
    {
        if (_decoder is null)
        {
            return samples.Count;
        }

        long points = 0;
        for (int i = _table.Carried.Count + 1; i < samples.Columns.Count; i++)
        {
            points += samples[i].Count - samples[i].NullCount;
        }

        return points;
    }
}
