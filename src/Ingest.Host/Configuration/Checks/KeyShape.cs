using System.ComponentModel;
using System.Reflection;
using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Configuration.Checks;

/// <summary>What a type of the options classes looks like in the configuration.</summary>
internal static class KeyShape
{
    /// <summary>The keys of an options class by name; null for other types.</summary>
    public static IReadOnlyDictionary<string, PropertyInfo>? Keys(Type type) =>
        type.IsClass && type.Namespace == typeof(Keys.IngestOptions).Namespace
            ? type.GetProperties().ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase)
            : null;

    /// <summary>The type of the elements of a list; null for other types.</summary>
    public static Type? Element(Type type) => Argument(type, typeof(IReadOnlyList<>), 0);

    /// <summary>The type of the values behind keys that the user names; null for other types.</summary>
    public static Type? NamedValue(Type type) => Argument(type, typeof(IReadOnlyDictionary<,>), 1);

    /// <summary>Reads a single value as the binder does.</summary>
    /// <exception cref="Exception">Of any type: the text is no such value.</exception>
    public static object? Convert(Type type, string text) =>
        TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);

    /// <summary>What a single value looks like, to follow the word "expected".</summary>
    public static string Expected(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { } duration when duration == typeof(Duration) => "a duration such as 7d, 15m, 10s or 00:15:00",
        { } size when size == typeof(ByteSize) => "a size such as 2MiB or a number of bytes",
        { } flag when flag == typeof(bool) => "true or false",
        { } real when real == typeof(double) => "a number",
        { } whole when whole == typeof(int) || whole == typeof(long) => "a whole number",
        _ => "text",
    };

    private static Type? Argument(Type type, Type definition, int position) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments()[position] : null;
}
