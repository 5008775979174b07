using System.Globalization;

namespace Ingest.Host.Payloads;

/// <summary>The bytes around one place, and a mark under it.</summary>
internal static class HexDump
{
    private const int BytesPerLine = 16;

    /// <summary>Writes the line that the offset is in, the one before it, and a line that marks the offset.</summary>
    /// <param name="offset">0 to the payload's length: the end is a place too.</param>
    public static void Write(ReadOnlySpan<byte> payload, int offset, TextWriter output)
    {
        int marked = offset / BytesPerLine * BytesPerLine;
        for (int start = Math.Max(0, marked - BytesPerLine); start <= marked; start += BytesPerLine)
        {
            ReadOnlySpan<byte> line = payload[start..Math.Min(start + BytesPerLine, payload.Length)];
            output.WriteLine($"  {start:x8}  {Spaced(line)}".TrimEnd());
        }

        int indent = "  00000000  ".Length + ((offset - marked) * 3);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{new string(' ', indent)}^^ byte {offset}"));
    }

    private static string Spaced(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes) is { Length: > 0 } digits
        ? string.Join(' ', digits.Chunk(2).Select(pair => new string(pair)))
        : "";
}
