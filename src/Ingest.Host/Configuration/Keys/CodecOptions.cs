using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Configuration.Keys;

/// <summary>How a payload is decoded: the codec, and the keys that the codec asks for.</summary>
public class CodecOptions
{
    [AbsentMeans("required without `Versions`")]
    [Description("How payloads are decoded: `cayenne-lpp`, `cbor`, `json`, `layout`, `messagepack`, `plugin`, `process`, `protobuf`, `senml-cbor`, `senml-json` or `sensorpack` ([which](payloads.md)).")]
    public string? Codec { get; set; }

    [AbsentMeans("none")]
    [Description("What payloads are packed in, the outermost first: `base64`, `deflate`, `gzip`, `hex`, `zlib`, `zstd` ([envelopes](envelopes.md)).")]
    public IReadOnlyList<string>? Envelopes { get; set; }

    [AbsentMeans("required, but not with `layout`, and not with SenML in the `long` shape")]
    [Description("What a payload measures; with `sensorpack` in the order of the payload. Each becomes a column.")]
    public IReadOnlyList<ChannelOptions>? Channels { get; set; }

    [AbsentMeans("required by `layout`")]
    [Description("`layout`: the file that [describes](layout.md) the payload and names its channels.")]
    public string? Layout { get; set; }

    [AbsentMeans("required by `plugin`")]
    [Description("`plugin`: the assembly of your own that [decodes](extending.md).")]
    public PluginOptions? Plugin { get; set; }

    [AbsentMeans("required by `process`")]
    [Description("`process`: the [program](process.md) that decodes.")]
    public ProcessOptions? Process { get; set; }

    [AbsentMeans("required by `protobuf`")]
    [Description("`protobuf`: the [message](protobuf.md) that a payload is.")]
    public ProtobufOptions? Protobuf { get; set; }

    [AbsentMeans("the payload is one sample")]
    [Description("`json`, `cbor`, `messagepack`, `protobuf`: the [path](documents.md) to the samples.")]
    public string? Samples { get; set; }

    [AllowedValues(null, "each", "columns")]
    [AbsentMeans("`each`")]
    [Description("`json`, `cbor`, `messagepack`: whether each sample lies by itself (`each`), or lists of values side by side (`columns`).")]
    public string? Kind { get; set; }

    [AbsentMeans("the row's time")]
    [Description("`json`, `cbor`, `messagepack`, `protobuf`: the time of a sample.")]
    public SampleTimeOptions? Time { get; set; }
}

/// <summary>An assembly that decodes.</summary>
public sealed class PluginOptions
{
    [Required]
    [Description("The assembly's file, such as `Acme.Decoder.dll`; what it needs lies beside it. When it changes, the table's units are run again.")]
    public string? Assembly { get; set; }

    [AbsentMeans("the only public class that implements `IPayloadCodec`")]
    [Description("The full name of the class, such as `Acme.Codec`.")]
    public string? Type { get; set; }

    [AbsentMeans("none")]
    [Description("What the class is told, by names of its own.")]
    public IReadOnlyDictionary<string, string>? Settings { get; set; }
}

/// <summary>A program that decodes.</summary>
public sealed class ProcessOptions
{
    [Required]
    [Description("The program and its arguments: `[\"python3\", \"decode.py\"]`. It runs in the configuration's folder.")]
    public IReadOnlyList<string>? Command { get; set; }

    [AbsentMeans("what of `Command` is a file")]
    [Description("Files that decide what it answers. When one changes, the table's units are run again.")]
    public IReadOnlyList<string>? Files { get; set; }

    [Range(1, 64)]
    [Description("How many of it run at most. More than pages are decoded at once have nothing to do.")]
    public int Processes { get; set; } = 2;

    [Range(typeof(Duration), "100ms", "10m")]
    [Description("How long it may take to answer. Then it is started anew; a payload on which it takes as long once more is rejected.")]
    public Duration Timeout { get; set; } = new(TimeSpan.FromSeconds(10));
}

/// <summary>A message of Protocol Buffers.</summary>
public sealed class ProtobufOptions
{
    [Required]
    [Description("The file of descriptors that protoc writes (`--include_imports --descriptor_set_out`).")]
    public string? Descriptors { get; set; }

    [Required]
    [Description("The message with its package, such as `telemetry.Batch`.")]
    public string? Message { get; set; }
}

/// <summary>The time of a document's sample.</summary>
public sealed class SampleTimeOptions
{
    [Required]
    [Description("Its path within the sample, or from the payload's root where it begins with `$.`.")]
    public string? Path { get; set; }

    [AllowedValues("rfc3339", "ns", "us", "ms", "s", "min", "h", "d")]
    [Description("What it is: text such as 2021-01-01T00:00:00Z (`rfc3339`; a Timestamp in Protocol Buffers), or a number of `ns`, `us`, `ms`, `s`, `min`, `h` or `d`.")]
    public string As { get; set; } = "rfc3339";

    [AbsentMeans("1970")]
    [Description("The path of the time that it counts from. Not in Protocol Buffers.")]
    public string? Base { get; set; }

    [AllowedValues(null, "rfc3339", "ns", "us", "ms", "s", "min", "h", "d")]
    [AbsentMeans("the same as `As`")]
    [Description("What the base is.")]
    public string? BaseAs { get; set; }
}
