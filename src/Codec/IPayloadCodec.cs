namespace Ingest.Codec;

/// <summary>
/// Makes decoders of a format that an assembly of the user's own reads (<c>docs/extending.md</c>). A public class implements it and
/// has a public constructor without parameters.
/// </summary>
public interface IPayloadCodec
{
    /// <summary>Makes a decoder, which is shared by all threads and disposed at the end where it is <see cref="IDisposable"/>.</summary>
    /// <param name="channels">What the configuration asks for; the decoder's channels are these, in this order.</param>
    /// <param name="settings">What the configuration says under <c>Settings</c>; upper and lower case of names are the same.</param>
    /// <param name="limits">What a payload may grow to.</param>
    /// <exception cref="DecoderException">They do not fit the format; the message is a sentence, told as an error of the
    /// configuration. So is any other exception, with its type.</exception>
    IPayloadDecoder Create(IReadOnlyList<Channel> channels, IReadOnlyDictionary<string, string> settings, PayloadLimits limits);
}
