using Ingest.Codec.Columns;

namespace Ingest.Codec.Tests.Envelopes;

/// <summary>Gives the payload as one value, and refuses one that begins with "bad" at its third byte.</summary>
internal sealed class RawDecoder(string name = "raw", string definition = "") : IPayloadDecoder, IDisposable
{
    public bool IsDisposed { get; private set; }

    public string Codec => "raw";

    public int Version => 3;

    public string Definition => definition;

    public bool NeedsRowTime => true;

    public IReadOnlyList<Channel> Channels { get; } = [new Channel(name, ColumnType.Binary)];

    public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
    {
        if (payload.StartsWith("bad"u8))
        {
            throw new PayloadException("payload is bad", 3);
        }

        ((BytesColumn)samples.Channels[0]).Append(payload);
        samples.Time.Append(samples.RowTime!.Value);
        return 1;
    }

    public void Dispose() => IsDisposed = true;
}
