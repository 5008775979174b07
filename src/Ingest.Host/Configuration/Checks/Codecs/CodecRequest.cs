using Ingest.Codec;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks.Codecs;

/// <summary>What a codec is made from.</summary>
/// <param name="Path">The full key of what is under <c>Payload</c>, or under a version.</param>
/// <param name="Options">What is there.</param>
/// <param name="Channels">The channels that are right, beside their options.</param>
/// <param name="Origin">Where relative paths lead from.</param>
/// <param name="Errors">Where it is said what is wrong.</param>
/// <param name="Warnings">Where it is said what works, and yet an operator should know.</param>
internal sealed record CodecRequest(
    string Path,
    CodecOptions Options,
    IReadOnlyList<(Channel Channel, ChannelOptions Options)> Channels,
    ConfigurationOrigin Origin,
    ErrorList Errors,
    ICollection<string> Warnings)
{
    /// <summary>A file's bytes; null when it cannot be read, which is said.</summary>
    public byte[]? Read(string key, string file)
    {
        try
        {
            return File.ReadAllBytes(Origin.Resolve(file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Errors.Add($"{Path}:{key}", $"{file} cannot be read: {failure.Message}");
            return null;
        }
    }
}

/// <summary>A codec that the configuration can name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Keys">The keys of <see cref="CodecOptions"/> that mean something to it, beside Codec and Envelopes.</param>
/// <param name="ChannelKeys">The keys of <see cref="ChannelOptions"/> that only some codecs know and this one does.</param>
/// <param name="Create">Makes the decoder; null when something is wrong and has been said. What it throws is said, too.</param>
internal sealed record CodecKind(string Name, string[] Keys, string[] ChannelKeys, Func<CodecRequest, IPayloadDecoder?> Create);
