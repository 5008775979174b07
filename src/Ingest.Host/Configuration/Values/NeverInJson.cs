using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ingest.Host.Configuration.Values;

/// <summary>Marks a value as one piece of text for the JSON schema. Values are read by the configuration binder, never
/// by the JSON serializer.</summary>
internal sealed class NeverInJson<T> : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value?.ToString());
}
