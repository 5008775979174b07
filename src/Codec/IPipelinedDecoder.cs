using Ingest.Codec.Columns;

namespace Ingest.Codec;

/// <summary>A decoder that works on the next payloads while the last one's samples are taken: one that asks another
/// process.</summary>
public interface IPipelinedDecoder : IPayloadDecoder
{
    /// <summary>Begins to decode a column of payloads, whose nulls are passed over.</summary>
    /// <param name="payloads">Not changed until the pipeline is disposed.</param>
    /// <param name="firstRow">The first row that may be asked for.</param>
    IPayloadPipeline Open(BytesColumn payloads, int firstRow);
}

/// <summary>Payloads of one column on their way through a decoder. Not thread-safe. Disposed before its end, it gives up what is
/// under way.</summary>
public interface IPayloadPipeline : IDisposable
{
    /// <summary>The same as <see cref="IPayloadDecoder.Decode"/> for a row that is not null, from which
    /// <see cref="SampleColumns.RowTime"/> has been set. Rows are asked for in order; some may be left out.</summary>
    /// <exception cref="PayloadException">The payload cannot be decoded; the columns are as they were before.</exception>
    int Decode(int row, SampleColumns samples);
}
