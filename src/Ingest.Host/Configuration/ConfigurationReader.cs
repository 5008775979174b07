using System.Globalization;
using System.Text.Json;
using Ingest.Host.Configuration.Checks;
using Ingest.Host.Configuration.Keys;
using Microsoft.Extensions.Configuration;

namespace Ingest.Host.Configuration;

/// <summary>Reads <c>ingest.json</c> with the environment's overrides and checks it. Nothing else is touched.</summary>
public static class ConfigurationReader
{
    /// <summary>The key that tells editors which schema holds.</summary>
    public const string SchemaKey = "$schema";

    /// <exception cref="ConfigurationException">With every error that there is.</exception>
    public static IngestConfiguration Read(ConfigurationOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        IReadOnlyDictionary<string, string> overrides = origin.Overrides;
        IConfigurationRoot raw = Load(origin);
        raw = origin.Payload is { } payload ? PayloadOverrides.Apply(raw, payload) : raw;
        var errors = new ErrorList(overrides);
        new KeyCheck(errors).Object(raw, "", typeof(IngestOptions));

        // What is wrong is left out, so that the rest is bound and checked too.
        IngestOptions options = Only(raw, key => !errors.Covers(key)).Get<IngestOptions>() ?? new IngestOptions();
        return new IngestCheck(origin, raw, errors).Check(options) ?? throw new ConfigurationException(errors.Sentences);
    }

    /// <summary>The keys as they are written, in the file or the environment.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    internal static IConfigurationRoot Load(ConfigurationOrigin origin)
    {
        string file = Path.GetFullPath(origin.File);
        if (!File.Exists(file))
        {
            throw new ConfigurationException(
                [$"{origin.File}: no such file; say where the configuration is with --config FILE"]);
        }

        try
        {
            IConfigurationRoot raw = new ConfigurationBuilder()
                .AddJsonFile(file, optional: false, reloadOnChange: false)
                .AddInMemoryCollection(origin.Overrides.ToDictionary(key => key.Key, key => (string?)origin.Environment[key.Value]))
                .Build();
            return Only(raw, key => key != SchemaKey);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                [$"{origin.File}: cannot be read as JSON: {Reason(failure.GetBaseException())}"], failure);
        }
    }

    /// <summary>The parser quotes what it stumbles over, which may be a password without quotes.</summary>
    private static string Reason(Exception failure) => failure is JsonException json
        ? string.Create(CultureInfo.InvariantCulture, $"look at line {json.LineNumber + 1}, position {json.BytePositionInLine + 1}")
        : failure.Message;

    private static IConfigurationRoot Only(IConfigurationRoot raw, Func<string, bool> wanted) =>
        new ConfigurationBuilder().AddInMemoryCollection(raw.AsEnumerable().Where(entry => wanted(entry.Key))).Build();
}
