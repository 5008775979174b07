using System.Globalization;
using System.Text.Json;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Codec.Values;
using Ingest.Host.Output;

namespace Ingest.Host.Payloads;

/// <summary>A payload whose samples are known, or which is known to be refused.</summary>
/// <param name="Name">For people.</param>
/// <param name="Payload">Hexadecimal or Base64.</param>
/// <param name="RowTime">The row's own time, such as <c>2021-01-01T00:00:00Z</c>; null: it has none.</param>
/// <param name="RowVersion">What the row's version column says, a number or text; null: it has none.</param>
/// <param name="Samples">A list a sample: its time, then a value for each channel, as <c>ingest decode --json</c> writes them.</param>
/// <param name="Error">How the reason begins, where it is refused.</param>
internal sealed record GoldenVector(string? Name, string? Payload, string? RowTime, JsonElement? RowVersion, JsonElement[]?[]? Samples, string? Error)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads a file: a list of vectors.</summary>
    /// <exception cref="IngestException">It cannot be read, or is none.</exception>
    public static IReadOnlyList<GoldenVector> Read(string file)
    {
        try
        {
            GoldenVector[] vectors = JsonSerializer.Deserialize<GoldenVector[]>(File.ReadAllBytes(file), Options) ?? [];
            return vectors.Length != 0 && vectors.All(vector => vector is { Payload: not null } && vector.Samples is null != vector.Error is null
                && vector.Samples?.Contains(null) != true)
                ? vectors
                : throw IngestException.Permanent(
                    $"{file}: expected a list of vectors, each with a payload and either samples or an error");
        }
        catch (JsonException failure)
        {
            throw IngestException.Permanent(
                $"{file}, line {failure.LineNumber + 1}: expected a list of objects with payload, and samples or error, and perhaps name, rowTime and rowVersion",
                failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw IngestException.Permanent($"{file} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Decodes it.</summary>
    /// <returns>What is wrong, a sentence each; nothing when it is as it should be.</returns>
    /// <exception cref="IngestException">Its payload is no text of bytes, or it does not say the version that its table asks for.</exception>
    public IEnumerable<string> Check(PayloadSpec spec)
    {
        IPayloadDecoder decoder = spec.Decoder;
        byte[] payload = Bytes();
        var samples = new SampleColumns(
            new FixedColumn<long>(ColumnType.TimestampMicros), [.. decoder.Channels.Select(channel => ColumnBuffer.Create(channel.Type))])
        {
            RowTime = Time(),
            RowVersion = Version(spec.VersionColumn),
        };
        try
        {
            decoder.Decode(payload, samples);
        }
        catch (PayloadException fault)
        {
            return Error is null ? [$"is refused: {fault.Message}"]
                : fault.Message.StartsWith(Error, StringComparison.Ordinal) ? []
                : [$"is refused with '{fault.Message}', expected '{Error}'"];
        }

        return Error is null ? Differences(decoder, samples) : [$"decodes to {samples.Count} samples, expected '{Error}'"];
    }

    private long? Time()
    {
        try
        {
            return RowTime is null ? null : SampleTime.Parse(System.Text.Encoding.UTF8.GetBytes(RowTime), "rowTime", 0);
        }
        catch (PayloadException failure)
        {
            throw Wrong(failure.Reason, failure);
        }
    }

    private string? Version(string? column) => (column, RowVersion) switch
    {
        ({ } says, null) => throw Wrong($"has no rowVersion, and the source column {says} says how a payload is decoded"),
        (null, not null) => throw Wrong("has a rowVersion, and no source column says how a payload is decoded"),
        (_, { ValueKind: not (JsonValueKind.Number or JsonValueKind.String) }) => throw Wrong("rowVersion is neither a number nor text"),
        _ => RowVersion?.ToString(),
    };

    private byte[] Bytes()
    {
        try
        {
            return PayloadInput.Parse(Payload!);
        }
        catch (IngestException failure)
        {
            throw Wrong(failure.Message, failure);
        }
    }

    private IngestException Wrong(string what, Exception? cause = null) =>
        IngestException.Permanent($"{Name ?? "a vector without a name"}: {what}", cause);

    private IEnumerable<string> Differences(IPayloadDecoder decoder, SampleColumns samples)
    {
        ResultTable found = DecodedPayload.Of(decoder, samples);
        if (samples.Count != Samples!.Length)
        {
            yield return $"decodes to {samples.Count} samples, expected {Samples.Length}";
            yield break;
        }

        int row = 0;
        foreach (IReadOnlyList<object?> cells in found.Rows)
        {
            JsonElement[] expected = Samples[row]!;
            if (cells.Count != expected.Length)
            {
                yield return $"sample {row} has {cells.Count} values with its time, expected {expected.Length}";
                yield break;
            }

            for (int i = 0; i < expected.Length; i++)
            {
                string? wanted = expected[i].ValueKind == JsonValueKind.Null ? null : expected[i].ToString();
                string? cell = cells[i] is { } value ? TextCells.Of(value) : null;
                bool isNumber = i > 0 && ReadingCells.IsNumber(decoder.Channels[i - 1].Type);
                if (wanted != cell && !(isNumber && AreSameNumber(wanted, cell)))
                {
                    yield return $"sample {row}, {found.Columns[i].Name}: {cell ?? "NULL"}, expected {wanted ?? "NULL"}";
                }
            }

            row++;
        }
    }

    /// <summary>21.5 and 21.50 are one number, and two texts.</summary>
    private static bool AreSameNumber(string? expected, string? found) =>
        decimal.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal one)
        && decimal.TryParse(found, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal other)
        && one == other;
}
