using System.Text;
using Ingest.Actors.Units;

namespace Ingest.Host.Secrets;

/// <summary>A secret in a file, a mounted one as a rule.</summary>
internal sealed class FileSecret(string path) : ISecret
{
    /// <summary>Bytes that are no text are an error, and not a question mark in a password.</summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public string Place => $"the password file {path}";

    /// <inheritdoc/>
    public async Task<string> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return SecretText.Of(await File.ReadAllTextAsync(path, Strict, cancellation), Place);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw IngestException.Permanent($"{SecretText.Begin(Place)} cannot be read: {failure.Message}", failure);
        }
        catch (DecoderFallbackException)
        {
            // Not as the cause: it quotes bytes.
            throw IngestException.Permanent($"{SecretText.Begin(Place)} is no text in UTF-8: write the password into it as it is.");
        }
    }
}
