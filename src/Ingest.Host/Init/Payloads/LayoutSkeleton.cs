using System.Text;

namespace Ingest.Host.Init.Payloads;

/// <summary>A layout for payloads that no codec knows: it takes the bytes as they are, and shows some.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Text">What is in it.</param>
internal sealed record LayoutSkeleton(string File, string Text)
{
    private const int BytesPerLine = 16;
    private const int BytesShown = 512;

    public static LayoutSkeleton Of(string table, byte[] payload)
    {
        var text = new StringBuilder();
        text.Append("// The payloads of ").Append(table).Append(": describe them field by field, as docs/layout.md says.\n");
        text.Append("// ingest decode --sample 1000 --watch shows what each field's values are like whenever this file is saved.\n//\n");
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"// One payload, {payload.Length} bytes:\n");
        for (int start = 0; start < Math.Min(payload.Length, BytesShown); start += BytesPerLine)
        {
            byte[] line = payload[start..Math.Min(start + BytesPerLine, payload.Length)];
            string digits = string.Join(' ', line.Select(value => Convert.ToHexStringLower([value])));
            string letters = string.Concat(line.Select(value => value is > 0x20 and < 0x7f ? (char)value : '.'));
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"//   {start:x8}  {digits,-47}  {letters}\n");
        }

        text.Append("{\n  \"Endian\": \"little\",\n  \"Fields\": {\n    \"undescribed\": \"bytes(end)\"\n  }\n}\n");
        return new LayoutSkeleton($"{table}.layout.json", text.ToString());
    }
}
