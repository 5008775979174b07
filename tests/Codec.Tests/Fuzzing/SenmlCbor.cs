using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>Writes a pack of SenML as CBOR (RFC 8428, section 6), numbers as integers or doubles.</summary>
internal static class SenmlCbor
{
    private static readonly Dictionary<string, int> Labels = new()
    {
        ["bver"] = -1, ["bn"] = -2, ["bt"] = -3, ["bu"] = -4, ["bv"] = -5, ["bs"] = -6, ["n"] = 0, ["u"] = 1, ["v"] = 2, ["vs"] = 3, ["vb"] = 4, ["s"] = 5, ["t"] = 6,
        ["ut"] = 7, ["vd"] = 8,
    };

    public static byte[] Of(string json)
    {
        List<byte> output = [];
        using JsonDocument document = JsonDocument.Parse(json);
        Write(document.RootElement, output);
        return [.. output];
    }

    private static void Write(JsonElement value, List<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                Head(4, (uint)value.GetArrayLength(), output);
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(item, output);
                }

                break;
            case JsonValueKind.Object:
                Head(5, (uint)value.EnumerateObject().Count(), output);
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    Label(member.Name, output);
                    Write(member.Value, output);
                }

                break;
            case JsonValueKind.Number when value.TryGetInt32(out int integer):
                Integer(integer, output);
                break;
            case JsonValueKind.Number:
                output.Add(0xfb);
                byte[] real = new byte[sizeof(double)];
                BinaryPrimitives.WriteDoubleBigEndian(real, value.GetDouble());
                output.AddRange(real);
                break;
            case JsonValueKind.String:
                Text(value.GetString()!, output);
                break;
            default:
                output.Add(value.ValueKind switch { JsonValueKind.True => 0xf5, JsonValueKind.False => 0xf4, _ => 0xf6 });
                break;
        }
    }

    private static void Label(string name, List<byte> output)
    {
        if (Labels.TryGetValue(name, out int label))
        {
            Integer(label, output);
        }
        else
        {
            Text(name, output);
        }
    }

    private static void Integer(int value, List<byte> output) => Head(value < 0 ? 1 : 0, (uint)(value < 0 ? -1 - value : value), output);

    private static void Text(string value, List<byte> output)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(value);
        Head(3, (uint)utf8.Length, output);
        output.AddRange(utf8);
    }

    private static void Head(int kind, uint count, List<byte> output)
    {
        if (count < 24)
        {
            output.Add((byte)((kind << 5) | (int)count));
            return;
        }

        output.Add((byte)((kind << 5) | 26));
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, count);
        output.AddRange(bytes);
    }
}
