using Ingest.Codec;
using Ingest.Codec.CayenneLpp;
using Ingest.Codec.Programs;
using Ingest.Codec.SensorPack;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks.Codecs;

/// <summary>Payloads that a program decodes, and those of fixed formats.</summary>
internal static class OtherCodecs
{
    public static IPayloadDecoder SensorPack(CodecRequest request) =>
        new SensorPackDecoder([.. request.Channels.Select(channel => channel.Channel)]);

    public static IPayloadDecoder? CayenneLpp(CodecRequest request)
    {
        List<LppChannel> channels = [];
        for (int i = 0; i < request.Channels.Count; i++)
        {
            (Channel channel, ChannelOptions options) = request.Channels[i];
            if (options.Lpp is not { Type: { } type } lpp)
            {
                request.Errors.Add($"{request.Path}:Channels:{i}:{nameof(options.Lpp)}", "missing; say which value it is, with Number and Type");
                continue;
            }

            channels.Add(new LppChannel(channel, lpp.Number, type, lpp.Part));
        }

        return channels.Count == request.Channels.Count ? new CayenneLppDecoder(channels, PayloadLimits.Default) : null;
    }

    public static IPayloadDecoder? Process(CodecRequest request)
    {
        if (request.Options.Process is not { Command: { Count: > 0 } command } options)
        {
            request.Errors.Add($"{request.Path}:Process:Command", "missing; name the program that decodes, with its arguments");
            return null;
        }

        try
        {
            var settings = new ProcessSettings
            {
                Command = command,
                Folder = request.Origin.Folder,
                Files = options.Files,
                Processes = options.Processes,
                Timeout = options.Timeout.Value,
            };
            if (settings.HidesItsFiles)
            {
                request.Warnings.Add(
                    $"{request.Path}:Process: no file of the program is known, so that units are not run again when it changes; name what it is made of in Process.Files.");
            }

            return new ProcessDecoder(settings, [.. request.Channels.Select(channel => channel.Channel)], TimeProvider.System);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            request.Errors.Add($"{request.Path}:Process:Files", $"a file cannot be read: {failure.Message}");
            return null;
        }
    }
}
