using System.Text;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents;
using Ingest.Codec.Documents.Senml;
using Ingest.Codec.Tests.Documents;
using Ingest.Codec.Tests.Documents.Senml;
using Packs = Ingest.Codec.Tests.Documents.Senml.SenmlRows;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>Decoders of payloads that name their fields, with the golden documents and the examples of RFC 8428.</summary>
internal static class DocumentSubjects
{
    public static IEnumerable<Subject> Documents(DocumentFormat format)
    {
        bool isText = format == DocumentFormat.Json;
        byte[][] words = format switch { DocumentFormat.Json => Words.Json, DocumentFormat.Cbor => Words.Cbor, _ => Words.MessagePack };
        byte[][] payloads = [.. DocumentCase.All.Select(one => one.Payload(format))];
        return DocumentCase.All.Select(one => new Subject(one.Decoder(format), [one.Payload(format)], words, isText))
            .Concat(AnyValue(format).Select(decoder => new Subject(decoder, payloads, words, isText)));
    }

    public static IEnumerable<Subject> Senml(DocumentFormat format)
    {
        bool isText = format == DocumentFormat.Json;
        byte[][] words = isText ? Words.Senml : Words.Cbor;
        byte[][] packs = isText
            ? [.. new[] { RfcTests.Voltage, RfcTests.Humidity, AllFields() }.Select(Encoding.UTF8.GetBytes)]
            : [Packs.Bytes(RfcTests.VoltageCbor), .. new[] { RfcTests.Humidity, AllFields() }.Select(SenmlCbor.Of)];
        SenmlChannel[] channels =
        [
            Packs.Channel("any", ""),
            Packs.Channel("lon", RfcTests.Device, "lon"),
            Packs.Channel("sum", "t") with { Sum = true },
            new(new Channel("voltage", 2, 9) { Round = true }, "voltage"),
            new(new Channel("current", 1, 18), "current"),
            new(new Channel("whole", ColumnType.Int64), "t"),
            new(new Channel("text", ColumnType.Text), "at"),
            new(new Channel("data", ColumnType.Binary), "at"),
        ];
        return new[]
        {
            Packs.LongDecoder(format),
            SenmlDecoder.Long(format, ColumnType.Decimal(18, 3), PayloadLimits.Default),
            new SenmlDecoder(format, channels[..4], PayloadLimits.Default),
            new SenmlDecoder(format, channels[4..], PayloadLimits.Default),
        }.Select(decoder => new Subject(decoder, packs, words, isText));
    }

    /// <summary>Mappings that take whatever is there as each type, and as times of each unit.</summary>
    private static IEnumerable<DocumentDecoder> AnyValue(DocumentFormat format) =>
        from type in new[] { "int32", "int64", "float", "double", "text", "binary", "timestamp", "decimal(9,2)", "decimal(18,9)" }
        from unit in new[] { "s", "ns", "d", "rfc3339" }
        select new DocumentDecoder(
            format,
            new DocumentMapping { Samples = "$", Time = new DocumentTime("[0]", unit) },
            [new DocumentChannel(new Channel("a", DocumentCase.Type(type)), "[1]")],
            PayloadLimits.Default);

    /// <summary>A record for each field, and one of them all as far as they go together.</summary>
    private static string AllFields() =>
        $"[{string.Join(',', ResolvingTests.Fields.Where(field => !field.StartsWith("\"v\"", StringComparison.Ordinal)).Select(field => $$"""{{{field}},"n":"a","v":1}"""
            .Replace(",\"n\":\"a\"", field.StartsWith("\"n\"", StringComparison.Ordinal) ? "" : ",\"n\":\"a\"", StringComparison.Ordinal)))}]";
}
