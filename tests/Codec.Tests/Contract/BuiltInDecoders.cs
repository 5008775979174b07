using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Ingest.Codec.Documents;
using Ingest.Codec.SensorPack;
using Ingest.Codec.Tests.CayenneLpp;
using Ingest.Codec.Tests.Documents;
using Ingest.Codec.Tests.Documents.Senml;
using Ingest.Codec.Tests.Layout;
using Ingest.Codec.Tests.Protobuf;
using Ingest.Codec.Tests.SensorPack;
using Ingest.TestKit.Decoders;

namespace Ingest.Codec.Tests.Contract;

public class SensorPackContractTests : DecoderContract
{
    protected override IEnumerable<DecoderCase> Cases => Golden.All.Valid.Concat(Golden.All.Readable).Concat(Golden.All.Malformed)
        .GroupBy(vector => string.Join(',', vector.Channels.Select(channel => $"{channel.Name} {channel.Precision}")))
        .Where(group => group.Any(vector => vector.Reason is null))
        .Select(group => new DecoderCase(new SensorPackDecoder(group.First().Configuration), [.. group.Select(Known)]) { Mend = Sealed });

    private static byte[] Sealed(byte[] payload)
    {
        byte[] body = payload.Length < 4 ? payload : payload[..^4];
        byte[] seal = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(seal, Crc32.HashToUInt32(body));
        return [.. body, .. seal];
    }

    private static DecoderVector Known(Vector vector) => new(vector.Name, vector.Payload)
    {
        Samples = vector.Times?.Select((time, sample) => (string?[])
            [LayoutRows.Instant(time), .. vector.Values!.Select(values => values[sample]?.ToString(CultureInfo.InvariantCulture))]).ToArray(),
        Error = vector.Reason,
    };
}

public class LayoutContractTests : DecoderContract
{
    protected override IEnumerable<DecoderCase> Cases => GoldenLayout.All
        .Where(golden => golden.Payloads.Any(payload => !payload.Refused))
        .Select(golden => new DecoderCase(golden.Decoder(), [.. golden.Payloads.Select((payload, i) => Known($"{golden.Name} {i}", payload))]));

    /// <summary>The reference says that a payload is refused, and not why.</summary>
    private static DecoderVector Known(string name, GoldenPayload payload) => new(name, payload.Bytes)
    {
        Samples = payload.Refused ? null : [.. payload.Rows!.Select(row => row.Select(Text).ToArray())],
        Error = payload.Refused ? "" : null,
        RowTime = LayoutRows.RowTime,
    };

    private static string? Text(JsonElement cell, int column) => cell.ValueKind switch
    {
        JsonValueKind.Null => null,
        _ when column == 0 => LayoutRows.Instant(cell.GetInt64()),
        _ => TextRows.Cell(GoldenLayoutTests.Text(cell)),
    };
}

public class JsonContractTests : DecoderContract
{
    protected override IEnumerable<DecoderCase> Cases => TextRows.Documents(DocumentFormat.Json);
}

public class CborContractTests : DecoderContract
{
    protected override IEnumerable<DecoderCase> Cases => TextRows.Documents(DocumentFormat.Cbor);
}

public class MessagePackContractTests : DecoderContract
{
    protected override IEnumerable<DecoderCase> Cases => TextRows.Documents(DocumentFormat.MessagePack);
}

public class CayenneLppContractTests : DecoderContract
{
    protected override IEnumerable<DecoderCase> Cases => CayenneLppTests.All.Select(vector => TextRows.Case(
        vector.ToString(), CayenneLppTests.Decoder(vector), Convert.FromHexString(vector.Hex), [$"2021-01-01T00:00:00Z|{string.Join('|', vector.Values)}"]));
}

public class ProtobufContractTests : DecoderContract
{
    protected override IEnumerable<DecoderCase> Cases =>
        ProtobufTests.All.Select(vector => TextRows.Case(vector.Name, ProtobufTests.Decoder(vector), vector.Payload, vector.Rows));
}

public class SenmlJsonContractTests : DecoderContract
{
    protected override IEnumerable<DecoderCase> Cases =>
        [TextRows.Case("the RFC's voltage", SenmlRows.LongDecoder(DocumentFormat.Json), Encoding.UTF8.GetBytes(RfcTests.Voltage), RfcTests.VoltageRows)];
}

/// <summary>Rows of golden files that are lines of text.</summary>
internal static class TextRows
{
    public static IEnumerable<DecoderCase> Documents(DocumentFormat format) =>
        DocumentCase.All.Select(one => Case(one.Name, one.Decoder(format), one.Payload(format), one.Rows));

    public static DecoderCase Case(string name, IPayloadDecoder decoder, byte[] payload, IEnumerable<string> rows) => new(
        decoder,
        [
            new DecoderVector(name, payload)
            {
                Samples = [.. rows.Select(row => row.Split('|').Select(Cell).ToArray())],
                RowTime = LayoutRows.RowTime,
            },
        ]);

    public static string? Cell(string text) =>
        text == "-" ? null : text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text;
}
