using Ingest.Codec.Columns;
using Ingest.Codec.Documents;
using Ingest.Codec.Envelopes;
using Ingest.Codec.Layout;
using Ingest.Codec.Plugins;
using Ingest.Codec.SensorPack;
using Ingest.Codec.Shapes;
using Ingest.Codec.Tests.Documents;
using Ingest.Codec.Tests.Layout;
using Ingest.Codec.Tests.SensorPack;
using Ingest.Codec.Tests.Shapes;
using Ingest.Codec.Tests.Versions;
using Ingest.Codec.Versions;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>Decoders around other decoders: envelopes, versions, the long shape, plug-ins.</summary>
internal static class WrappedSubjects
{
    private static readonly Envelope[][] Wrappings =
    [
        [Envelope.Gzip], [Envelope.Zlib], [Envelope.Deflate], [Envelope.Zstd], [Envelope.Base64], [Envelope.Hex],
        [Envelope.Base64, Envelope.Gzip], [Envelope.Hex, Envelope.Zstd], [Envelope.Zstd, Envelope.Deflate, Envelope.Base64],
    ];

    private static string LongPayload => LongTests.Payload.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>JSON in each envelope and some in one another: changed within them, and changed envelopes.</summary>
    public static IEnumerable<Subject> Envelopes() => Wrappings.SelectMany(envelopes =>
    {
        byte[][] plain = [.. DocumentCase.All.Select(one => one.Payload(DocumentFormat.Json))];
        DocumentCase first = DocumentCase.All[0];
        return new Subject[]
        {
            new(new EnvelopeDecoder(envelopes, first.Decoder(DocumentFormat.Json), PayloadLimits.Default), plain, Words.Json, true, json => Packed(envelopes, json)),
            new(new EnvelopeDecoder(envelopes, first.Decoder(DocumentFormat.Json), PayloadLimits.Default), [.. plain.Select(json => Packed(envelopes, json))]),
        };
    });

    /// <summary>By a byte of the payload, which the versions read or do not, and by what the row says.</summary>
    public static IEnumerable<Subject> Versions()
    {
        byte[][] plain = Bytes("0100000000d700", "02000000013000d8");
        byte[] sensorpack = Golden.All.Valid[0].Payload;
        byte[] document = Packed([Envelope.Gzip], DocumentCase.All[0].Payload(DocumentFormat.Json));
        yield return new Subject(new VersionDecoder(0, 1, false, Numbered(LayoutRows.Parse(VersionTests.First), LayoutRows.Parse(VersionTests.Second)), false), plain);
        yield return new Subject(
            new VersionDecoder(
                1,
                2,
                true,
                Numbered(
                    new SensorPackDecoder(Golden.All.Valid[0].Configuration),
                    new EnvelopeDecoder([Envelope.Gzip], DocumentCase.All[0].Decoder(DocumentFormat.Json), PayloadLimits.Default),
                    LayoutRows.Parse(LongTests.Wide.Replace("temperature", "degrees", StringComparison.Ordinal))),
                true),
            [[0xff, 0, 1, .. sensorpack], [0xff, 0, 2, .. document], [0xff, 0, 3, .. Bytes(LongPayload)[0]]]);
        foreach (string? version in new[] { "1", "2", "3", null })
        {
            yield return new Subject(
                new RowVersionDecoder(
                    "format",
                    new Dictionary<string, IPayloadDecoder> { ["1"] = LayoutRows.Parse(VersionTests.First), ["2"] = LayoutRows.Parse(VersionTests.Second) }),
                plain,
                rowVersion: version);
        }
    }

    /// <summary>Around each golden decoder whose channels are all numbers, into doubles and, where they fit, decimals.</summary>
    public static IEnumerable<Subject> Long()
    {
        yield return new Subject(new LongDecoder(LayoutRows.Parse(LongTests.Wide), ColumnType.Decimal(18, 3)), Bytes(LongPayload));
        foreach (ColumnType value in new[] { ColumnType.Double, ColumnType.Decimal(18, 6) })
        {
            foreach (GoldenLayout golden in GoldenLayout.All)
            {
                if (Made(golden.Decoder(), value) is { } decoder)
                {
                    yield return new Subject(decoder, [.. golden.Payloads.Select(payload => payload.Bytes)]);
                }
            }

            foreach (DocumentCase one in DocumentCase.All)
            {
                if (Made(one.Decoder(DocumentFormat.Json), value) is { } decoder)
                {
                    yield return new Subject(decoder, [one.Payload(DocumentFormat.Json)], Words.Json, true);
                }
            }
        }

        foreach (Vector vector in Golden.All.Valid)
        {
            yield return new Subject(new LongDecoder(new SensorPackDecoder(vector.Configuration), ColumnType.Double), [vector.Payload], pack: BinarySubjects.Sealed);
        }
    }

    /// <summary>A plug-in that goes wrong in all ways but those that end the work.</summary>
    public static IEnumerable<Subject> Plugins()
    {
        Channel[] channels = [new("number", 0, 3), new("text", ColumnType.Text)];
        foreach (PayloadLimits limits in new[] { PayloadLimits.Default, new PayloadLimits { Bytes = 64, Samples = 12, Points = 20 } })
        {
            yield return new Subject(
                PluginDecoder.Create(
                    PluginAssembly.Load(typeof(ScriptedCodec).Assembly.Location), new ScriptedCodec(), channels, new Dictionary<string, string>(), limits),
                Bytes("0008", "0404", "010203", "0806000c", "020b01", "05000d", "07", "0f", "17"));
        }
    }

    private static LongDecoder? Made(IPayloadDecoder wide, ColumnType value)
    {
        try
        {
            return new LongDecoder(wide, value);
        }
        catch (DecoderException fault)
        {
            Xunit.Assert.Contains("fit", fault.Message, StringComparison.Ordinal);
            return null;
        }
    }

    private static byte[] Packed(Envelope[] outermostFirst, byte[] content) =>
        outermostFirst.Reverse().Aggregate(content, (inner, envelope) => Packing.Of(envelope, inner));

    private static Dictionary<long, IPayloadDecoder> Numbered(params IPayloadDecoder[] decoders) =>
        decoders.Index().ToDictionary(decoder => decoder.Index + 1L, decoder => decoder.Item);

    private static byte[][] Bytes(params string[] hex) => [.. hex.Select(Convert.FromHexString)];
}
