namespace Ingest.Codec.Envelopes;

/// <summary>Takes the content out of one kind of envelope. Thread-safe.</summary>
internal abstract class Unwrapper(string name) : IDisposable
{
    /// <summary>The envelope's name, to begin a sentence with.</summary>
    public string Name { get; } = name;

    public static Unwrapper Of(Envelope envelope) => envelope switch
    {
        Envelope.Gzip => new GzipUnwrapper(),
        Envelope.Zlib => new ZlibUnwrapper(),
        Envelope.Deflate => new DeflateUnwrapper(),
        Envelope.Zstd => new ZstdUnwrapper(),
        Envelope.Base64 => new Base64Unwrapper(),
        Envelope.Hex => new HexUnwrapper(),
        _ => throw new DecoderException($"envelope {envelope} is not known, expected one of {string.Join(", ", Enum.GetNames<Envelope>())}"),
    };

    /// <param name="input">The whole envelope.</param>
    /// <param name="output">Takes what is in it, within its limit.</param>
    /// <exception cref="PayloadException">It is damaged, ends early, goes on after its end, or holds too much.</exception>
    public abstract void Unwrap(ReadOnlySpan<byte> input, UnwrappedBytes output);

    public virtual void Dispose()
    {
    }

    protected PayloadException Truncated(int length) => new($"{Name} envelope ends early, expected more bytes", length);

    protected PayloadException Trailing(int offset) => new($"{Name} envelope is followed by more bytes, expected none", offset);

    protected PayloadException Refused(string what, int offset) => new($"{Name} envelope {what}", offset);
}
