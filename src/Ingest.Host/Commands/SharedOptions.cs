using System.CommandLine;

namespace Ingest.Host.Commands;

/// <summary>Options that several verbs take, so that they are called and described alike. Each verb adds those that it
/// honours.</summary>
internal static class SharedOptions
{
    public const string ConfigDefault = "./ingest.json";

    public static Option<string> Config() => new("--config")
    {
        Description = "The configuration file.",
        HelpName = "FILE",
        DefaultValueFactory = _ => ConfigDefault,
    };

    public static Option<string?> Table(string description) =>
        new("--table") { Description = description, HelpName = "NAME" };

    public static Option<bool> Json() => new("--json") { Description = "Write one JSON object to standard output." };
}
