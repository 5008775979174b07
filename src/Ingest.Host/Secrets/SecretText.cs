using Ingest.Actors.Units;

namespace Ingest.Host.Secrets;

/// <summary>What all secrets have in common.</summary>
internal static class SecretText
{
    /// <summary>Without the line break that editors and <c>echo</c> put at its end.</summary>
    /// <exception cref="IngestException">Nothing is left.</exception>
    public static string Of(string text, string place) => text.TrimEnd('\r', '\n') is { Length: > 0 } secret
        ? secret
        : throw IngestException.Permanent($"{Begin(place)} is empty: write the password into it.");

    /// <summary>A place at the beginning of a sentence.</summary>
    public static string Begin(string place) => $"{char.ToUpperInvariant(place[0])}{place[1..]}";
}
