using Ingest.Codec;
using Ingest.Codec.Plugins;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks.Codecs;

/// <summary>Payloads that an assembly of the user's own decodes.</summary>
internal static class PluginCodec
{
    private const string Plugin = nameof(CodecOptions.Plugin);
    private static readonly Dictionary<string, string> NoSettings = [];

    public static IPayloadDecoder? Create(CodecRequest request)
    {
        if (request.Options.Plugin is not { Assembly: { } file } options)
        {
            request.Errors.Add($"{request.Path}:{Plugin}:{nameof(PluginOptions.Assembly)}", "missing; name the assembly that decodes, such as Acme.Decoder.dll");
            return null;
        }

        PluginAssembly? assembly = Said(request, nameof(options.Assembly), $"{file}: ", () => PluginAssembly.Load(request.Origin.Resolve(file)));
        IPayloadDecoder? decoder = assembly is not null && Said(request, nameof(options.Type), $"{file}: ", () => assembly.Codec(options.Type)) is { } codec
            ? Said(
                request,
                null,
                $"{file}: ",
                () => PluginDecoder.Create(
                    assembly, codec, [.. request.Channels.Select(channel => channel.Channel)], options.Settings ?? NoSettings, PayloadLimits.Default))
            : null;
        if (decoder is null)
        {
            assembly?.Dispose();
        }

        return decoder;
    }

    private static T? Said<T>(CodecRequest request, string? key, string prefix, Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (DecoderException failure)
        {
            request.Errors.Add($"{request.Path}:{Plugin}{(key is null ? "" : $":{key}")}", prefix + failure.Message);
            return null;
        }
    }
}
