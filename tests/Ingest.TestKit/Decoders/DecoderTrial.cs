using Ingest.Codec;
using Ingest.Codec.Columns;
using Xunit;
using Xunit.Sdk;

namespace Ingest.TestKit.Decoders;

/// <summary>A decoder with columns of its own that hold rows already, and what must hold whatever it is given. Not thread-safe.</summary>
internal sealed class DecoderTrial
{
    private const int SeedsMax = 50;
    private const int ShownRowsMax = 200;

    private readonly IPayloadDecoder _decoder;
    private readonly long _bytesMax;
    private readonly SampleColumns _columns;
    private readonly int _seeds;
    private readonly string _seeded;

    /// <param name="one">The decoder, and vectors whose rows come first.</param>
    /// <param name="bytesMax">Bytes that one payload may make it allocate.</param>
    public DecoderTrial(DecoderCase one, long bytesMax)
    {
        _decoder = one.Decoder;
        _bytesMax = bytesMax;
        _columns = new SampleColumns(
            new FixedColumn<long>(ColumnType.TimestampMicros), [.. _decoder.Channels.Select(channel => ColumnBuffer.Create(channel.Type))]);
        foreach (DecoderVector vector in one.Vectors.Where(vector => vector.Error is null))
        {
            if (_columns.Count < SeedsMax)
            {
                _columns.RowTime = vector.RowTime;
                _decoder.Decode(vector.Payload, _columns);
            }
        }

        _seeds = _columns.Count;
        _seeded = Seeds();
    }

    /// <summary>Decodes a payload and checks what must hold.</summary>
    /// <returns>Its samples as text, or why it is refused: the same each time.</returns>
    public string Outcome(byte[] payload, long? rowTime)
    {
        string outcome;
        try
        {
            outcome = Decode(payload, rowTime, out int samples) is { } fault
                ? $"refused: {fault.Message}"
                : $"{samples} samples\n{SampleCells.Lines(_columns, _seeds, Math.Min(samples, ShownRowsMax))}";
        }
        finally
        {
            Empty();
        }

        Assert.True(_seeded == Seeds(), $"rows that were there before are others after {Convert.ToHexStringLower(payload)}");
        return outcome;
    }

    /// <summary>Decodes a payload that is expected to hold samples.</summary>
    /// <returns>The samples, or why it is refused.</returns>
    public (string?[][] Samples, PayloadException? Fault) Samples(byte[] payload, long? rowTime)
    {
        try
        {
            PayloadException? fault = Decode(payload, rowTime, out int samples);
            return ([.. Enumerable.Range(_seeds, samples).Select(row => SampleCells.Of(_columns, row))], fault);
        }
        finally
        {
            Empty();
        }
    }

    private PayloadException? Decode(byte[] payload, long? rowTime, out int samples)
    {
        PayloadException? fault = null;
        samples = 0;
        _columns.RowTime = rowTime;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            samples = _decoder.Decode(payload, _columns);
        }
        catch (PayloadException refused)
        {
            fault = refused;
        }
        catch (Exception other)
        {
            throw new XunitException($"{other.GetType().Name}, expected a PayloadException or samples, for {Convert.ToHexStringLower(payload)}: {other.Message}", other);
        }

        Check(payload, samples, fault, GC.GetAllocatedBytesForCurrentThread() - before);
        return fault;
    }

    private void Check(byte[] payload, int samples, PayloadException? fault, long allocated)
    {
        string what = $"for {Convert.ToHexStringLower(payload)}";
        string outcome = fault is null ? $"{samples} samples" : "a refusal";
        Assert.True(samples >= 0, $"{samples} samples, expected none or more, {what}");
        Assert.True(_columns.Count == _seeds + samples, $"{_columns.Count - _seeds} times after {outcome} {what}");
        for (int i = 0; i < _columns.Channels.Count; i++)
        {
            int values = _columns.Channels[i].Count - _seeds;
            Assert.True(values == samples, $"{values} values of {_decoder.Channels[i].Name} after {outcome} {what}");
        }

        Assert.True(allocated <= _bytesMax, $"{allocated} bytes allocated, expected at most {_bytesMax}, {what}");
        if (fault is not null)
        {
            Assert.True(fault.Offset >= 0 && fault.Offset <= payload.Length, $"offset {fault.Offset}, expected 0 to {payload.Length}, {what}");
            Assert.False(string.IsNullOrWhiteSpace(fault.Reason), $"no reason {what}");
        }
    }

    private void Empty() => _columns.RollBack(_seeds);

    private string Seeds() => SampleCells.Lines(_columns, 0, _seeds);
}
