using System.Reflection;

namespace Ingest.Host.Configuration;

/// <summary>The constant defaults of keys: what a new object of the options classes holds.</summary>
internal static class ConfigurationDefaults
{
    /// <summary>The default of a single value; null where there is none, and for objects and lists.</summary>
    public static object? Of(PropertyInfo key)
    {
        object? value = key.GetValue(Activator.CreateInstance(key.DeclaringType!));
        return value is null || Checks.KeyShape.Keys(value.GetType()) is not null ? null : value;
    }
}
