using Ingest.Actors.Units;

namespace Ingest.Host.Payloads;

/// <summary>A payload as a person hands it over.</summary>
internal static class PayloadInput
{
    /// <summary>Reads hexadecimal, with or without <c>0x</c> or <c>x'…'</c> around it, or Base64. White space is passed
    /// over.</summary>
    /// <exception cref="IngestException">It is neither.</exception>
    public static byte[] Parse(string text)
    {
        string packed = string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
        if (packed.Length == 0)
        {
            throw IngestException.Permanent("the payload is empty");
        }

        string digits = Digits(packed);
        if (digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit))
        {
            return Convert.FromHexString(digits);
        }

        byte[] bytes = new byte[packed.Length];
        return Convert.TryFromBase64String(packed, bytes, out int length)
            ? bytes[..length]
            : throw IngestException.Permanent("the payload is neither hexadecimal nor Base64");
    }

    /// <exception cref="IngestException">The file cannot be read.</exception>
    public static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw IngestException.Permanent($"the payload's file {file} cannot be read: {failure.Message}", failure);
        }
    }

    private static string Digits(string packed) => packed switch
    {
        _ when packed.StartsWith("0x", StringComparison.OrdinalIgnoreCase) => packed[2..],
        _ when packed.StartsWith("x'", StringComparison.OrdinalIgnoreCase) && packed.EndsWith('\'') => packed[2..^1],
        _ => packed,
    };
}
