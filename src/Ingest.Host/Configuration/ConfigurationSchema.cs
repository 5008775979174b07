using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ingest.Host.Configuration.Keys;
using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Configuration;

/// <summary>The JSON schema of the configuration, made from the options classes: editors complete keys and flag typos.</summary>
public static class ConfigurationSchema
{
    private static readonly JsonSerializerOptions Options = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema (JSON Schema 2020-12) as indented text.</summary>
    public static string Text() => Node().ToJsonString(Options);

    private static JsonObject Node()
    {
        var exporter = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = Describe,
        };
        JsonObject schema = Options.GetJsonSchemaAsNode(typeof(IngestOptions), exporter).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Configuration of ingest");
        schema["properties"]!.AsObject().Insert(0, ConfigurationReader.SchemaKey, new JsonObject { ["type"] = "string" });
        return schema;
    }

    private static JsonObject Describe(JsonSchemaExporterContext context, JsonNode generated)
    {
        JsonObject schema = Scalar(context.TypeInfo.Type) ?? generated as JsonObject ?? [];
        NotNull(schema);
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            Require(schema, context.TypeInfo);
        }

        if (context.PropertyInfo?.AttributeProvider is PropertyInfo property)
        {
            Annotate(schema, property);
        }

        return schema;
    }

    private static JsonObject? Scalar(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { } duration when duration == typeof(Duration) => new()
        {
            ["type"] = "string",
            ["pattern"] = Duration.Pattern,
        },
        { } size when size == typeof(ByteSize) => new()
        {
            ["type"] = new JsonArray("string", "integer"),
            ["pattern"] = ByteSize.Pattern,
            ["minimum"] = 0,
        },
        _ => null,
    };

    /// <summary>A key that is left out is left out, never null.</summary>
    private static void NotNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types && types.FirstOrDefault(type => (string?)type == "null") is { } none)
        {
            types.Remove(none);
            if (types.Count == 1)
            {
                schema["type"] = types[0]!.DeepClone();
            }
        }
    }

    private static void Require(JsonObject schema, JsonTypeInfo type)
    {
        JsonNode[] required =
        [
            .. type.Properties
                .Where(key => key.AttributeProvider!.IsDefined(typeof(RequiredAttribute), false))
                .Select(key => JsonValue.Create(key.Name)),
        ];
        if (required.Length != 0)
        {
            schema["required"] = new JsonArray(required);
        }
    }

    private static void Annotate(JsonObject schema, PropertyInfo property)
    {
        if (property.GetCustomAttribute<DescriptionAttribute>() is { } description)
        {
            schema.Insert(0, "description", description.Description);
        }

        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
        {
            schema["enum"] = new JsonArray([.. allowed.Values.Select(value => JsonValue.Create((string)value!))]);
        }

        if (property.GetCustomAttribute<RangeAttribute>() is { } range
            && (range.Minimum is int or double || range.OperandType == typeof(long)))
        {
            schema["minimum"] = JsonValue.Create(Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture));
            schema["maximum"] = JsonValue.Create(Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture));
        }

        if (ConfigurationDefaults.Of(property) is { } constant)
        {
            schema["default"] = constant is int or long or double or bool
                ? JsonSerializer.SerializeToNode(constant)
                : constant.ToString();
        }
    }
}
