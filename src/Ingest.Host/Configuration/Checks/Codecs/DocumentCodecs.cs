using Ingest.Codec;
using Ingest.Codec.Documents;
using Ingest.Codec.Documents.Senml;
using Ingest.Codec.Protobuf;
using Ingest.Codec.Values;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks.Codecs;

/// <summary>Payloads that name their own fields.</summary>
internal static class DocumentCodecs
{
    public static IPayloadDecoder Document(DocumentFormat format, CodecRequest request)
    {
        CodecOptions options = request.Options;
        var mapping = new DocumentMapping
        {
            Samples = options.Samples ?? "",
            Kind = options.Kind == "columns" ? SamplesKind.Columns : SamplesKind.Each,
            Time = options.Time is { Path: { } path } time ? new DocumentTime(path, time.As, time.Base, time.BaseAs) : null,
        };
        return new DocumentDecoder(
            format,
            mapping,
            [.. request.Channels.Select(channel => new DocumentChannel(
                channel.Channel, channel.Options.Path ?? channel.Channel.Name, channel.Options.As ?? DocumentTime.Rfc3339))],
            PayloadLimits.Default);
    }

    public static IPayloadDecoder Senml(DocumentFormat format, CodecRequest request) => new SenmlDecoder(
        format,
        [.. request.Channels.Select(channel => new SenmlChannel(
            channel.Channel, channel.Options.Record ?? channel.Channel.Name, channel.Options.RecordUnit, channel.Options.Sum ?? false))],
        PayloadLimits.Default);

    public static IPayloadDecoder? Protobuf(CodecRequest request)
    {
        CodecOptions options = request.Options;
        if (options.Protobuf is not { Descriptors: { } file, Message: { } message })
        {
            request.Errors.Add($"{request.Path}:{nameof(options.Protobuf)}", "missing; name the file of descriptors and the message");
            return null;
        }

        if (options.Time is { Base: not null } or { BaseAs: not null })
        {
            request.Errors.Add($"{request.Path}:{nameof(options.Time)}:{nameof(options.Time.Base)}", "means nothing to the codec protobuf; leave it out");
            return null;
        }

        if (request.Read($"{nameof(options.Protobuf)}:{nameof(ProtobufOptions.Descriptors)}", file) is not { } descriptors)
        {
            return null;
        }

        return new ProtobufDecoder(
            descriptors,
            message,
            new ProtobufMapping(options.Samples, options.Time?.Path, EpochUnits.Of(options.Time?.As)),
            [.. request.Channels.Select(channel => new ProtobufChannel(channel.Channel, channel.Options.Path ?? channel.Channel.Name))],
            PayloadLimits.Default);
    }
}
