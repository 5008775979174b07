using Ingest.Host.Configuration.Keys;
using Microsoft.Extensions.Configuration;

namespace Ingest.Host.Configuration;

/// <summary>
/// Puts another way to decode in the place of a table's own, before anything is checked. A layout says how the bytes are read, and not
/// what they are packed in or what becomes of them: these stay as the table has them.
/// </summary>
internal static class PayloadOverrides
{
    private static readonly string[] KeptBesideLayout = [nameof(PayloadOptions.Envelopes), nameof(PayloadOptions.Shape), nameof(PayloadOptions.Value)];

    /// <exception cref="ConfigurationException">The file cannot be read, or is neither a layout nor a payload.</exception>
    public static IConfigurationRoot Apply(IConfigurationRoot raw, PayloadOverride payload)
    {
        string path = $"Tables:{payload.Table}:{nameof(TableOptions.Payload)}";
        Dictionary<string, string?> other = Read(payload.File);
        bool isLayout = other.Keys.Any(key => key.StartsWith("Fields:", StringComparison.Ordinal));
        if (isLayout)
        {
            other = new()
            {
                [nameof(PayloadOptions.Codec)] = Codec.Layout.LayoutDecoder.Name,
                [nameof(PayloadOptions.Layout)] = Path.GetFullPath(payload.File),
            };
        }
        else if (!other.ContainsKey(nameof(PayloadOptions.Codec)) && !other.Keys.Any(key => Is(key, nameof(PayloadOptions.Versions))))
        {
            throw new ConfigurationException(
                [$"{payload.File}: is neither a layout, which has Fields, nor what stands under Payload in a configuration, which has a Codec or Versions"]);
        }

        string[] kept = [nameof(PayloadOptions.Column), .. isLayout ? KeptBesideLayout : []];
        IEnumerable<KeyValuePair<string, string?>> rest = raw.AsEnumerable().Where(entry => !Is(entry.Key, path) || kept.Any(key => Is(entry.Key, $"{path}:{key}")));
        return new ConfigurationBuilder()
            .AddInMemoryCollection(rest)
            .AddInMemoryCollection(other.Select(entry => KeyValuePair.Create($"{path}:{entry.Key}", entry.Value)))
            .Build();
    }

    private static Dictionary<string, string?> Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new ConfigurationException([$"{file}: no such file; name a layout, or a file with what stands under Payload"]);
        }

        try
        {
            return new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false).Build()
                .AsEnumerable().Where(entry => entry.Value is not null).ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([$"{file}: cannot be read as JSON: {failure.GetBaseException().Message}"], failure);
        }
    }

    /// <summary>Whether a key is another or inside of it.</summary>
    private static bool Is(string key, string other) => key.StartsWith(other, StringComparison.OrdinalIgnoreCase)
        && (key.Length == other.Length || key[other.Length] == ':');
}
