using System.Globalization;
using System.Text.Json;
using Ingest.Codec;

namespace Ingest.TestKit.Decoders;

/// <summary>A payload that is known: the samples in it, or how the reason begins for which it is refused.</summary>
/// <param name="Name">What it shows, for people.</param>
/// <param name="Payload">The payload.</param>
public sealed record DecoderVector(string Name, byte[] Payload)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>A list a sample: its time such as <c>2021-01-01T00:00:00Z</c>, then a value for each channel, null where it is null;
    /// bytes in hexadecimal. Null where the payload is refused.</summary>
    public IReadOnlyList<IReadOnlyList<string?>>? Samples { get; init; }

    /// <summary>How the reason begins; null where the payload is decoded. Empty: any reason.</summary>
    public string? Error { get; init; }

    /// <summary>The row's own time, in microseconds since 1970; null where it has none.</summary>
    public long? RowTime { get; init; }

    /// <summary>Reads a file of vectors, as <c>ingest codec test</c> does.</summary>
    public static IReadOnlyList<DecoderVector> Read(string file) =>
        [.. JsonSerializer.Deserialize<Written[]>(File.ReadAllBytes(file), Options)!.Select((written, i) => written.Vector(i))];

    private sealed record Written(string? Name, string Payload, DateTimeOffset? RowTime, JsonElement[][]? Samples, string? Error)
    {
        public DecoderVector Vector(int index) => new(Name ?? $"vector {index.ToString(CultureInfo.InvariantCulture)}", Bytes())
        {
            Samples = Samples is null ? null : [.. Samples.Select(sample => sample.Select(Cell).ToArray())],
            Error = Error,
            RowTime = RowTime is { } time ? (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond : null,
        };

        private static string? Cell(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.ToString();

        private byte[] Bytes()
        {
            string packed = string.Concat(Payload.Where(character => !char.IsWhiteSpace(character)));
            return packed.Length % 2 == 0 && packed.All(char.IsAsciiHexDigit) ? Convert.FromHexString(packed) : Convert.FromBase64String(packed);
        }
    }
}

/// <summary>A decoder of one configuration, and payloads that are known. The more kinds of valid ones there are, the further
/// changes of them get.</summary>
/// <param name="Decoder">The decoder.</param>
/// <param name="Vectors">At least one that is decoded.</param>
public sealed record DecoderCase(IPayloadDecoder Decoder, IReadOnlyList<DecoderVector> Vectors)
{
    /// <summary>Puts a payload's checksum right; null where there is none. Without it hardly a changed payload gets further than the
    /// checksum.</summary>
    public Func<byte[], byte[]>? Mend { get; init; }
}
