using System.IO.Compression;
using System.Text;
using Ingest.Codec;
using Ingest.Codec.CayenneLpp;
using Ingest.Codec.Documents;
using Ingest.Codec.Documents.Senml;
using Ingest.Codec.Envelopes;
using Ingest.Codec.Layout;
using Ingest.Codec.Protobuf;
using Ingest.Codec.SensorPack;
using Ingest.Codec.Values;

namespace Ingest.Benchmarks.Parts.Formats;

/// <summary>A format that holds the readings: how its payloads are written, and what decodes them.</summary>
/// <param name="Write">The payload of so many samples.</param>
/// <param name="Decoder">Has the channels of <see cref="Readings.Channels"/>.</param>
internal sealed record Format(Func<Reading[], byte[]> Write, IPayloadDecoder Decoder)
{
    private const string Records = """
        {
          "Fields": {
            "_count": "u16",
            "readings": {
              "Repeat": "_count",
              "Fields": {
                "time": "u32 s",
                "temperature": "i16 /100 decimal(9,2)",
                "humidity": "i16 /100 decimal(9,2)",
                "pressure": "i16 /10 decimal(9,1)",
                "battery": "i16 /1000 decimal(9,3)",
                "co2": "i32 decimal(9,0)"
              }
            }
          }
        }
        """;

    private static readonly string[] LppTypes = ["analog_input", "analog_input", "barometer", "current", "concentration"];

    public static Format Of(string name, int samples) => name switch
    {
        "sensorpack" => new(BinaryWriters.SensorPack, new SensorPackDecoder(Readings.Channels)),
        "sensorpack-layout" => new(BinaryWriters.SensorPack, Layout(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "sensorpack.layout.json")))),
        "layout" => new(BinaryWriters.Records, Layout(Encoding.UTF8.GetBytes(Records))),
        "json" => new(TextWriters.Json, Document(DocumentFormat.Json, samples)),
        "gzip-json" => new(
            readings => Gzip(TextWriters.Json(readings)),
            new EnvelopeDecoder([Envelope.Gzip], Document(DocumentFormat.Json, samples), PayloadLimits.Default)),
        "cbor" => new(BinaryWriters.Cbor, Document(DocumentFormat.Cbor, samples)),
        "messagepack" => new(BinaryWriters.MessagePack, Document(DocumentFormat.MessagePack, samples)),
        "senml-json" => new(
            TextWriters.Senml,
            new SenmlDecoder(DocumentFormat.Json, [.. Readings.Channels.Select(channel => new SenmlChannel(channel, channel.Name))], PayloadLimits.Default)),
        "protobuf" => new(
            ProtobufReadings.Write,
            new ProtobufDecoder(
                ProtobufReadings.Descriptors(),
                samples == 1 ? ProtobufReadings.Message : ProtobufReadings.Batch,
                new ProtobufMapping(samples == 1 ? null : ProtobufReadings.Samples, "time", EpochUnit.Seconds),
                [.. Readings.Channels.Select(channel => new ProtobufChannel(channel, channel.Name))],
                PayloadLimits.Default)),
        "cayenne-lpp" => new(
            BinaryWriters.CayenneLpp,
            new CayenneLppDecoder([.. Readings.Channels.Select((channel, i) => new LppChannel(channel, i + 1, LppTypes[i]))], PayloadLimits.Default)),
        _ => throw new ArgumentException($"there is no format {name}", nameof(name)),
    };

    private static LayoutDecoder Layout(byte[] description) => LayoutDecoder.Parse(description, PayloadLimits.Default);

    private static DocumentDecoder Document(DocumentFormat format, int samples) => new(
        format,
        new DocumentMapping { Samples = samples == 1 ? "" : "readings", Time = new DocumentTime("time", "s") },
        [.. Readings.Channels.Select(channel => new DocumentChannel(channel, channel.Name))],
        PayloadLimits.Default);

    private static byte[] Gzip(byte[] content)
    {
        using var output = new MemoryStream();
        using (var packer = new GZipStream(output, CompressionLevel.Optimal))
        {
            packer.Write(content);
        }

        return output.ToArray();
    }
}
