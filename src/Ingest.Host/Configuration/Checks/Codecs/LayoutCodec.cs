using Ingest.Codec;
using Ingest.Codec.Layout;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks.Codecs;

/// <summary>A payload that a file describes.</summary>
internal static class LayoutCodec
{
    public static IPayloadDecoder? Create(CodecRequest request)
    {
        const string key = nameof(CodecOptions.Layout);
        if (request.Options.Layout is not { } file)
        {
            request.Errors.Add($"{request.Path}:{key}", "missing; name the file that describes the payload");
            return null;
        }

        if (request.Read(key, file) is not { } description)
        {
            return null;
        }

        try
        {
            LayoutDecoder decoder = LayoutDecoder.Parse(description, PayloadLimits.Default);
            foreach (Channel channel in decoder.Channels.Where(channel => !LakeNames.Fits(channel.Name)))
            {
                request.Errors.Add($"{request.Path}:{key}", $"{file}: '{channel.Name}': {LakeNames.Rule}");
            }

            return decoder;
        }
        catch (LayoutException failure)
        {
            request.Errors.Add($"{request.Path}:{key}", $"{file}, {failure.Message}");
            return null;
        }
    }
}
