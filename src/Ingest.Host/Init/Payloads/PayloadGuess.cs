using System.Text;
using System.Text.Json.Nodes;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Host.Configuration;
using Ingest.Host.Configuration.Checks;
using Ingest.Host.Configuration.Keys;
using Ingest.Host.Output;
using Ingest.Host.Payloads;
using Microsoft.Extensions.Configuration;

namespace Ingest.Host.Init.Payloads;

/// <summary>How a column's payloads are decoded, tried on those that were looked at.</summary>
/// <param name="Payload">What stands under <c>Payload</c>.</param>
/// <param name="Decoder">Decodes them.</param>
/// <param name="Why">Sentences.</param>
/// <param name="Samples">The first samples.</param>
internal sealed record PayloadGuess(JsonObject Payload, IPayloadDecoder Decoder, IReadOnlyList<string> Why, ResultTable Samples)
{
    private const int SamplesShown = 3;

    /// <summary>The codec, and what it is packed in: <c>json inside gzip</c>.</summary>
    public required string Form { get; init; }

    /// <summary>One payload in five may be of another kind.</summary>
    private const double ShareLeast = 0.8;

    /// <summary>Times before 2000 and after 2100 are those of another format, or of another column.</summary>
    private const long MicrosFrom = 946_684_800_000_000;
    private const long MicrosTo = 4_102_444_800_000_000;

    /// <param name="column">The source column.</param>
    /// <param name="payloads">Those that were looked at.</param>
    /// <param name="now">Stands for the time of their rows.</param>
    /// <returns>Null when no codec that needs no description fits.</returns>
    public static PayloadGuess? Of(string column, IReadOnlyList<byte[]> payloads, DateTimeOffset now)
    {
        (IReadOnlyList<string> envelopes, IReadOnlyList<byte[]> inner) = EnvelopeSniffer.Open(payloads);
        return payloads.Count == 0 ? null : Candidates(inner)
            .Select(candidate => Tried(column, candidate, envelopes, payloads, now))
            .FirstOrDefault(guess => guess is not null);
    }

    /// <summary>Those that prove themselves come first, those that much can be taken for last.</summary>
    private static IEnumerable<CodecCandidate> Candidates(IReadOnlyList<byte[]> payloads)
    {
        if (SensorPackGuess.Of(payloads) is { } packed)
        {
            yield return packed;
        }

        foreach (CodecCandidate document in DocumentGuess.Of(payloads))
        {
            yield return document;
        }

        if (LppGuess.Of(payloads) is { } lpp)
        {
            yield return lpp;
        }
    }

    private static PayloadGuess? Tried(
        string column, CodecCandidate candidate, IReadOnlyList<string> envelopes, IReadOnlyList<byte[]> payloads, DateTimeOffset now)
    {
        var payload = new JsonObject { ["Column"] = column, ["Codec"] = candidate.Codec };
        if (envelopes.Count != 0)
        {
            payload["Envelopes"] = new JsonArray([.. envelopes.Select(name => JsonValue.Create(name))]);
        }

        foreach ((string name, JsonNode? value) in candidate.Members)
        {
            payload[name] = value?.DeepClone();
        }

        if (Made(payload) is not { } decoder)
        {
            return null;
        }

        (int decoded, SampleColumns samples) = Decode(decoder, payloads, now);
        if (decoded < ShareLeast * payloads.Count || samples.Count == 0 || !AreOurs(samples))
        {
            return null;
        }

        string form = string.Join(" inside ", envelopes.Append(candidate.Codec).Reverse());
        return new PayloadGuess(payload, decoder, [$"Payload: {column} is {form}: {Share(decoded, payloads.Count)}.", .. candidate.Why], First(decoder, samples))
        {
            Form = form,
        };
    }

    private static IPayloadDecoder? Made(JsonObject payload)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(payload.ToJsonString()));
        PayloadOptions options = new ConfigurationBuilder().AddJsonStream(json).Build().Get<PayloadOptions>() ?? new PayloadOptions();
        var errors = new ErrorList(new Dictionary<string, string>());
        var origin = new ConfigurationOrigin("ingest.json", new Dictionary<string, string>());
        IPayloadDecoder? decoder = new PayloadCheck(origin, errors).Check(nameof(TableOptions.Payload), options)?.Decoder;
        return errors.Any ? null : decoder;
    }

    private static (int Decoded, SampleColumns Samples) Decode(IPayloadDecoder decoder, IReadOnlyList<byte[]> payloads, DateTimeOffset now)
    {
        var samples = new SampleColumns(
            new FixedColumn<long>(ColumnType.TimestampMicros), [.. decoder.Channels.Select(channel => ColumnBuffer.Create(channel.Type))])
        {
            RowTime = Dates.Micros(now),
        };
        int decoded = 0;
        foreach (byte[] payload in payloads)
        {
            try
            {
                decoder.Decode(payload, samples);
                decoded++;
            }
            catch (PayloadException)
            {
                // It counts as one that does not decode.
            }
        }

        return (decoded, samples);
    }

    private static bool AreOurs(SampleColumns samples) =>
        samples.Time.Values.IndexOfAnyExceptInRange(MicrosFrom, MicrosTo) < 0;

    private static string Share(int decoded, int all) => (decoded, all) switch
    {
        (1, 1) => "the only payload looked at decodes",
        _ when decoded == all => $"all {all} payloads looked at decode",
        _ => $"{decoded} of the {all} payloads looked at decode",
    };

    /// <summary>The first samples, without their times where these are all their rows', which are not known here.</summary>
    private static ResultTable First(IPayloadDecoder decoder, SampleColumns samples)
    {
        int from = samples.RowTime is { } row && !samples.Time.Values.ContainsAnyExcept(row) ? 1 : 0;
        ResultTable all = DecodedPayload.Of(decoder, samples);
        return new ResultTable([.. all.Columns.Skip(from)], [.. all.Rows.Take(SamplesShown).Select(cells => cells.Skip(from).ToArray())]);
    }
}
