using System.Text.Json;
using Ingest.Codec.Columns;
using Ingest.Codec.Values;

namespace Ingest.Codec.Programs;

/// <summary>
/// Reads a program's answer: <c>{"samples": [[time, value, …], …]}</c>, or <c>{"error": "why", "offset": 3}</c>. A time is whole
/// microseconds since 1970, or RFC 3339 text; a value is null, a number, true or false, or text (bytes in Base64).
/// </summary>
internal sealed class AnswerReader(IReadOnlyList<Channel> channels, PayloadLimits limits)
{
    /// <summary>The most bytes of an answer that are believed.</summary>
    public const int BytesMax = 64 << 20;

    private readonly ChannelValues[] _values = [.. channels.Select(channel => new ChannelValues(channel))];

    /// <exception cref="PayloadException">It is an error, or no answer.</exception>
    public int Read(ReadOnlySpan<byte> answer, SampleColumns samples)
    {
        int before = samples.Count;
        PayloadException? error;
        try
        {
            error = Parse(answer, samples, before);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            samples.RollBack(before);
            throw new PayloadException($"the program's answer is no JSON: {failure.Message}");
        }
        catch (PayloadException fault)
        {
            samples.RollBack(before);

            // A byte of the answer is none of the payload.
            throw new PayloadException(fault.Reason);
        }

        if (error is not null)
        {
            samples.RollBack(before);
            throw error;
        }

        return samples.Count - before;
    }

    /// <returns>The error that the program answers; null where it answers samples.</returns>
    private PayloadException? Parse(ReadOnlySpan<byte> answer, SampleColumns samples, int before)
    {
        var reader = new Utf8JsonReader(answer, new JsonReaderOptions { MaxDepth = 4 });
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
        string? error = null;
        int? offset = null;
        bool hasSamples = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("samples"u8))
            {
                Expect(!hasSamples);
                Samples(ref reader, samples, before);
                hasSamples = true;
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                error = reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                Expect(error is not null);
            }
            else if (reader.ValueTextEquals("offset"u8))
            {
                Expect(reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int place) && place >= 0);
                offset = reader.GetInt32();
            }
            else
            {
                throw new PayloadException($"the program's answer has a member '{reader.GetString()}', expected samples, or error and offset");
            }
        }

        if (error is not null)
        {
            return offset is { } at ? new PayloadException(error, at) : new PayloadException(error);
        }

        Expect(hasSamples && !reader.Read());
        return null;
    }

    private void Samples(ref Utf8JsonReader reader, SampleColumns samples, int before)
    {
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            int count = samples.Count - before + 1;
            if (count > limits.Samples || (long)count * _values.Length > limits.Points)
            {
                throw new PayloadException($"the program answers more than {count - 1} samples of {_values.Length} channels");
            }

            Expect(reader.Read());
            samples.Time.Append(Time(ref reader));
            for (int channel = 0; channel < _values.Length; channel++)
            {
                Expect(reader.Read());
                if (reader.TokenType == JsonTokenType.EndArray)
                {
                    throw Wrong(channel, "");
                }

                Append(ref reader, _values[channel], samples.Channels[channel]);
            }

            Expect(reader.Read());
            if (reader.TokenType != JsonTokenType.EndArray)
            {
                throw Wrong(_values.Length, "more than ");
            }
        }

        Expect(reader.TokenType == JsonTokenType.EndArray);
    }

    private static void Append(ref Utf8JsonReader reader, ChannelValues values, ColumnBuffer column)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                column.AppendNull();
                break;
            case JsonTokenType.True or JsonTokenType.False:
                values.Append(column, reader.TokenType == JsonTokenType.True, 0);
                break;
            case JsonTokenType.Number:
                values.AppendNumber(column, reader.ValueSpan, 0);
                break;
            case JsonTokenType.String when column.Type.Kind == ColumnKind.Binary:
                values.AppendBytes(column, reader.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw new PayloadException("the program answers bytes that are no Base64"), 0);
                break;
            case JsonTokenType.String:
                values.AppendText(column, System.Text.Encoding.UTF8.GetBytes(reader.GetString()!), 0);
                break;
            default:
                Expect(false);
                break;
        }
    }

    private static long Time(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out long micros) => SampleTime.Of(micros, EpochUnit.Microseconds, 0, 0),
        JsonTokenType.String => SampleTime.Parse(System.Text.Encoding.UTF8.GetBytes(reader.GetString()!), "the time that the program answers", 0),
        _ => throw new PayloadException("the program answers no time: expected whole microseconds since 1970, or text such as 2021-01-01T00:00:00Z"),
    };

    private PayloadException Wrong(int values, string more) => new(
        $"the program answers a sample with {more}{values} {(values == 1 ? "value" : "values")}, expected {_values.Length}: {string.Join(", ", channels.Select(channel => channel.Name))}");

    private static void Expect(bool condition)
    {
        if (!condition)
        {
            throw new PayloadException("the program's answer is neither {\"samples\": [[time, value, …], …]} nor {\"error\": \"why\"}");
        }
    }
}
