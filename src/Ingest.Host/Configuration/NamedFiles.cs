using Ingest.Host.Configuration.Keys;
using Microsoft.Extensions.Configuration;

namespace Ingest.Host.Configuration;

/// <summary>The files that decide how a configuration decodes, whether it is right or wrong: itself, and what it names.</summary>
internal static class NamedFiles
{
    private const int CharsMax = 1_000;

    /// <summary>The configuration, and every text under a table's <c>Payload</c> as a path: a layout, a program, an assembly. Most are
    /// names of no file.</summary>
    public static IReadOnlyCollection<string> Of(ConfigurationOrigin origin)
    {
        HashSet<string> files = [Path.GetFullPath(origin.File)];
        try
        {
            IEnumerable<IConfigurationSection> payloads = ConfigurationReader.Load(origin).GetSection(nameof(IngestOptions.Tables)).GetChildren()
                .Select(table => table.GetSection(nameof(TableOptions.Payload)));
            files.UnionWith(payloads.SelectMany(payload => payload.AsEnumerable())
                .Select(entry => entry.Value)
                .OfType<string>()
                .Where(text => text.Length is > 0 and <= CharsMax && !text.Contains('\0', StringComparison.Ordinal))
                .Select(origin.Resolve));
        }
        catch (ConfigurationException)
        {
            // It names nothing as it is; whoever reads it says why. When it is mended, it has changed.
        }

        return files;
    }
}
