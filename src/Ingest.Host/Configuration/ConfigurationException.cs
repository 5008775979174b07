namespace Ingest.Host.Configuration;

/// <summary>Everything that is wrong with a configuration, a sentence each.</summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException(IReadOnlyList<string> errors, Exception? cause = null)
        : base(string.Join(Environment.NewLine, errors), cause) => Errors = errors;

    public IReadOnlyList<string> Errors { get; }
}
