namespace Ingest.Codec;

/// <summary>A decoder that does not work, whatever the payload is: a program that does not start. The message is a sentence.</summary>
public sealed class DecoderException : Exception
{
    public DecoderException(string message)
        : base(message)
    {
    }

    public DecoderException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
