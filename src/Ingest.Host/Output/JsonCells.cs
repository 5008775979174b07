using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Ingest.Host.Output;

/// <summary>Writes cells as JSON values. Integers that a double cannot hold exactly are strings, as decimals are; bytes are
/// Base64.</summary>
internal static class JsonCells
{
    /// <summary>The largest integer up to which every integer is exact in a double: 2^53 - 1 (RFC 8259, section 6).</summary>
    private const long SafeInteger = (1L << 53) - 1;

    public static void Write(Utf8JsonWriter json, object? cell)
    {
        switch (cell)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case string text: json.WriteStringValue(text); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            case double real: WriteReal(json, real); break;
            case BigInteger whole: WriteWhole(json, whole); break;
            case IDictionary fields: WriteFields(json, fields); break;
            case IEnumerable list: WriteList(json, list); break;
            default: WriteWhole(json, new BigInteger(Convert.ToDecimal(cell, CultureInfo.InvariantCulture))); break;
        }
    }

    private static void WriteReal(Utf8JsonWriter json, double real)
    {
        if (double.IsFinite(real))
        {
            json.WriteNumberValue(real);
        }
        else
        {
            json.WriteStringValue(real.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void WriteWhole(Utf8JsonWriter json, BigInteger whole)
    {
        if (BigInteger.Abs(whole) <= SafeInteger)
        {
            json.WriteNumberValue((long)whole);
        }
        else
        {
            json.WriteStringValue(whole.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void WriteFields(Utf8JsonWriter json, IDictionary fields)
    {
        json.WriteStartObject();
        foreach (DictionaryEntry field in fields)
        {
            json.WritePropertyName(TextCells.Of(field.Key));
            Write(json, field.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, IEnumerable list)
    {
        json.WriteStartArray();
        foreach (object? element in list)
        {
            Write(json, element);
        }

        json.WriteEndArray();
    }
}
