using System.Text;

namespace Ingest.Host.Tests.Secrets;

/// <summary>A word that stands in every secret of a test and nowhere else.</summary>
internal static class Canary
{
    public const string Word = "c4n4ry7f3a9e";

    /// <summary>As it is, in UTF-16, and within base64 from any of its three beginnings.</summary>
    private static readonly byte[][] Forms =
    [
        Encoding.UTF8.GetBytes(Word),
        Encoding.Unicode.GetBytes(Word),
        .. Enumerable.Range(0, 3).Select(shift => Encoding.ASCII.GetBytes(
            Convert.ToBase64String([.. new byte[shift], .. Encoding.UTF8.GetBytes(Word)])[((shift * 8 / 6) + 1)..^4])),
        Encoding.ASCII.GetBytes(Convert.ToHexString(Encoding.UTF8.GetBytes(Word))),
    ];

    public static bool IsIn(ReadOnlySpan<byte> bytes)
    {
        byte[] lower = Lower(bytes);
        foreach (byte[] form in Forms)
        {
            if (bytes.IndexOf(form) >= 0 || lower.AsSpan().IndexOf(Lower(form)) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsIn(string text) => IsIn(Encoding.UTF8.GetBytes(text));

    /// <summary>The files of a folder, whatever their kind, that have it in their names or in their bytes.</summary>
    public static IEnumerable<string> FilesWithIt(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => IsIn(file) || IsIn(File.ReadAllBytes(file)))
        : [];

    private static byte[] Lower(ReadOnlySpan<byte> bytes)
    {
        byte[] lower = bytes.ToArray();
        foreach (ref byte letter in lower.AsSpan())
        {
            letter = letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;
        }

        return lower;
    }
}
