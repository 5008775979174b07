using Ingest.Codec;
using Ingest.Codec.CayenneLpp;
using Ingest.Codec.Documents;
using Ingest.Codec.Documents.Senml;
using Ingest.Codec.Layout;
using Ingest.Codec.Plugins;
using Ingest.Codec.Programs;
using Ingest.Codec.Protobuf;
using Ingest.Codec.SensorPack;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks.Codecs;

/// <summary>All codecs that the configuration can name.</summary>
internal static class CodecKinds
{
    private const string Channels = nameof(CodecOptions.Channels);

    private static readonly string[] DocumentKeys = [Channels, nameof(CodecOptions.Samples), nameof(CodecOptions.Kind), nameof(CodecOptions.Time)];
    private static readonly string[] DocumentChannelKeys = [nameof(ChannelOptions.Path), nameof(ChannelOptions.As)];
    private static readonly string[] SenmlChannelKeys = [nameof(ChannelOptions.Record), nameof(ChannelOptions.RecordUnit), nameof(ChannelOptions.Sum)];

    public static IReadOnlyList<CodecKind> All { get; } =
    [
        new(CayenneLppDecoder.Name, [Channels], [nameof(ChannelOptions.Lpp)], OtherCodecs.CayenneLpp),
        new("cbor", DocumentKeys, DocumentChannelKeys, request => DocumentCodecs.Document(DocumentFormat.Cbor, request)),
        new("json", DocumentKeys, DocumentChannelKeys, request => DocumentCodecs.Document(DocumentFormat.Json, request)),
        new(LayoutDecoder.Name, [nameof(CodecOptions.Layout)], [], LayoutCodec.Create),
        new("messagepack", DocumentKeys, DocumentChannelKeys, request => DocumentCodecs.Document(DocumentFormat.MessagePack, request)),
        new(PluginDecoder.Name, [Channels, nameof(CodecOptions.Plugin)], [], PluginCodec.Create),
        new(ProcessDecoder.Name, [Channels, nameof(CodecOptions.Process)], [], OtherCodecs.Process),
        new(
            ProtobufDecoder.Name,
            [Channels, nameof(CodecOptions.Protobuf), nameof(CodecOptions.Samples), nameof(CodecOptions.Time)],
            [nameof(ChannelOptions.Path)],
            DocumentCodecs.Protobuf),
        new(SenmlDecoder.Name(DocumentFormat.Cbor), [Channels], SenmlChannelKeys, request => DocumentCodecs.Senml(DocumentFormat.Cbor, request)),
        new(SenmlDecoder.Name(DocumentFormat.Json), [Channels], SenmlChannelKeys, request => DocumentCodecs.Senml(DocumentFormat.Json, request)),
        new(SensorPackFormat.Name, [Channels], [], OtherCodecs.SensorPack),
    ];

    /// <summary>The sentence for a name that no codec has.</summary>
    public static string Unknown(string name) => Spelling.Nearest(name, All.Select(kind => kind.Name)) is { } nearest
        ? $"unknown codec '{name}', did you mean {nearest}?"
        : $"unknown codec '{name}'; there is {string.Join(", ", All.Select(kind => kind.Name))}";
}
