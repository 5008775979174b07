using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Ingest.Codec;
using Ingest.Host.Configuration.Keys;
using Microsoft.Extensions.Configuration;

namespace Ingest.Host.Configuration.Checks;

/// <summary>
/// Walks the raw configuration beside the options classes before anything is bound: unknown and missing keys, values of
/// the wrong type or out of range. The binder passes over some of these in silence and stops at the first of the others.
/// </summary>
internal sealed class KeyCheck(ErrorList errors)
{
    public void Object(IConfiguration section, string path, Type type)
    {
        IReadOnlyDictionary<string, PropertyInfo> keys = KeyShape.Keys(type)!;
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (keys.TryGetValue(child.Key, out PropertyInfo? key))
            {
                Value(child, key.PropertyType, key);
            }
            else
            {
                errors.Add(child.Path, Unknown(child.Key, keys.Keys));
            }
        }

        foreach (PropertyInfo key in keys.Values.Where(key => key.IsDefined(typeof(RequiredAttribute))))
        {
            IConfigurationSection child = section.GetSection(key.Name);
            if (!child.Exists())
            {
                Missing(child, path.Length == 0 ? key.Name : $"{path}:{key.Name}", key.PropertyType);
            }
        }
    }

    /// <summary>Names the keys that are required inside a missing one, or the missing one itself.</summary>
    private void Missing(IConfigurationSection section, string path, Type type)
    {
        if (KeyShape.Keys(type) is null)
        {
            errors.Add(path, "missing; it is required");
        }
        else
        {
            Object(section, path, type);
        }
    }

    private void Value(IConfigurationSection section, Type type, PropertyInfo? key)
    {
        bool nested = section.GetChildren().Any();
        bool quiet = IsQuiet(key);
        if (KeyShape.Keys(type) is not null)
        {
            Nested(section, "an object", quiet, () => Object(section, section.Path, type));
        }
        else if (KeyShape.NamedValue(type) is { } named)
        {
            Nested(section, "an object", quiet, () => Each(section, named, key, _ => true));
        }
        else if (KeyShape.Element(type) is { } element)
        {
            Nested(section, "a list", quiet, () => Each(section, element, key, name => name.All(char.IsAsciiDigit)));
        }
        else if (nested)
        {
            errors.Add(section.Path, $"expected {KeyShape.Expected(type)}, not an object or a list");
        }
        else if (section.Value is { } text)
        {
            Single(section.Path, text, type, key, quiet);
        }
    }

    private static bool IsQuiet(PropertyInfo? key) =>
        key is not null && (key.IsDefined(typeof(NeverRepeatedAttribute)) || key.DeclaringType!.IsDefined(typeof(NeverRepeatedAttribute)));

    private static string Not(string text, bool quiet) => quiet ? "" : $", not '{text}'";

    private void Nested(IConfigurationSection section, string expected, bool quiet, Action inside)
    {
        if (string.IsNullOrEmpty(section.Value))
        {
            inside();
        }
        else
        {
            errors.Add(section.Path, $"expected {expected}{Not(section.Value, quiet)}");
        }
    }

    /// <param name="section">A list, or an object whose keys the user names.</param>
    /// <param name="type">Of what is in it.</param>
    /// <param name="key">The key that it is under: what is in it is no less secret.</param>
    /// <param name="fits">Whether a key in it is one.</param>
    private void Each(IConfigurationSection section, Type type, PropertyInfo? key, Func<string, bool> fits)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (fits(child.Key))
            {
                Value(child, type, IsQuiet(key) ? key : null);
            }
            else
            {
                errors.Add(section.Path, "expected a list, not an object");
            }
        }
    }

    private void Single(string path, string text, Type type, PropertyInfo? key, bool quiet)
    {
        object? value;
        try
        {
            value = KeyShape.Convert(type, text);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or OverflowException)
        {
            errors.Add(path, $"expected {KeyShape.Expected(type)}{Not(text, quiet)}");
            return;
        }

        if (key?.GetCustomAttribute<RangeAttribute>() is { } range && !range.IsValid(value))
        {
            errors.Add(path, $"{(quiet ? "it" : text)} is out of range; expected {range.Minimum} to {range.Maximum}");
        }

        if (key?.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed && !allowed.IsValid(value))
        {
            errors.Add(path, $"expected {string.Join(" or ", allowed.Values)}{Not(text, quiet)}");
        }
    }

    private static string Unknown(string written, IEnumerable<string> known) =>
        Spelling.Nearest(written, known) is { } nearest
            ? $"unknown key, did you mean {nearest}?"
            : $"unknown key; the keys here are {string.Join(", ", known)}";
}
