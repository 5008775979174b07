using System.Collections;
using Ingest.Host.Configuration;
using Ingest.Host.Output;

namespace Ingest.Host.Commands;

/// <summary>What a command finds around it.</summary>
/// <param name="Terminal">Where it writes.</param>
/// <param name="Environment">The environment's variables.</param>
/// <param name="Clock">The one clock.</param>
public sealed record CommandContext(Terminal Terminal, IReadOnlyDictionary<string, string> Environment, TimeProvider Clock)
{
    public static CommandContext OfProcess() => new(
        Terminal.OfProcess(),
        System.Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""),
        TimeProvider.System);

    /// <summary>Reads the configuration from a file and the environment.</summary>
    /// <exception cref="ConfigurationException"/>
    public IngestConfiguration Configuration(string file) =>
        ConfigurationReader.Read(new ConfigurationOrigin(file, Environment));
}
