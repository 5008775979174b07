using System.ComponentModel;
using System.Globalization;

namespace Ingest.Host.Configuration.Values;

/// <summary>Lets the configuration binder read a value from text by the value's own <c>Parse</c>.</summary>
internal sealed class ParsableConverter<T> : TypeConverter
    where T : IParsable<T>
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        T.Parse((string)value, culture);
}
