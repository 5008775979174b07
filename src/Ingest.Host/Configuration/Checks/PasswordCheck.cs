using System.Text.RegularExpressions;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks;

/// <summary>Where the source's password is. Says nothing that may be the password itself, written under the wrong key.</summary>
internal sealed partial class PasswordCheck(ConfigurationOrigin origin, ErrorList errors)
{
    private const string Key = "Source:Password";

    /// <returns>Null when it is wrong.</returns>
    public PasswordSpec? Check(PasswordOptions options)
    {
        string?[] places = [options.Env, options.File, options.Parameter, options.Secret, options.Value];
        if (places.Count(place => place is not null) + (options.RdsToken ? 1 : 0) != 1)
        {
            errors.Add(Key, "say where the password is with one of Env, File, Parameter, Secret, RdsToken and Value");
            return null;
        }

        return options switch
        {
            { Env: { } variable } => InEnvironment(variable),
            { File: { } file } => InFile(origin.Resolve(file)),
            { Parameter: { } name } => Named(nameof(options.Parameter), name) ? new PasswordSpec.InParameter(name) : null,
            { Secret: { } id } => Named(nameof(options.Secret), id) ? new PasswordSpec.InSecret(id) : null,
            { Value: { } value } => new PasswordSpec.Known(value),
            _ => new PasswordSpec.RdsToken(),
        };
    }

    private PasswordSpec.Known? InEnvironment(string variable)
    {
        if (origin.Environment.TryGetValue(variable, out string? value))
        {
            return new PasswordSpec.Known(value);
        }

        errors.Add($"{Key}:Env", $"the environment variable {(Variable().IsMatch(variable) ? variable : "that it names")} is not set");
        return null;
    }

    private PasswordSpec.InFile? InFile(string file)
    {
        if (File.Exists(file))
        {
            return new PasswordSpec.InFile(file);
        }

        errors.Add($"{Key}:File", $"there is no file {file}");
        return null;
    }

    private bool Named(string key, string name)
    {
        if (name.Length != 0)
        {
            return true;
        }

        errors.Add($"{Key}:{key}", "empty; write a name or an ARN");
        return false;
    }

    [GeneratedRegex(@"\A[A-Z][A-Z0-9_]*\z")]
    private static partial Regex Variable();
}
