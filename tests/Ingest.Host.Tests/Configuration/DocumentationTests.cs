using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Ingest.Host.Configuration.Keys;
using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Tests.Configuration;

/// <summary>The page of keys says what the options classes say: every key, its type, its real default, its meaning.</summary>
public sealed class DocumentationTests
{
    private static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(string)] = "text",
        [typeof(int)] = "whole number",
        [typeof(long)] = "whole number",
        [typeof(double)] = "number",
        [typeof(bool)] = "true or false",
        [typeof(Duration)] = "duration",
        [typeof(ByteSize)] = "size",
    };

    [Fact]
    public void The_page_has_exactly_the_keys_with_their_types_defaults_and_meanings()
    {
        IEnumerable<string> documented = Repository.Read("docs/configuration.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Count(character => character == '|') == 5);

        Assert.Equal(Rows(typeof(IngestOptions), "").Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_key_of_a_table_has_one_line_that_says_what_a_change_of_it_runs_again()
    {
        string page = Repository.Read("docs/configuration.md");
        string section = page[page.IndexOf("## What a change runs again", StringComparison.Ordinal)..];
        string[] named = [.. section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split('`').Where((_, i) => i % 2 == 1))];

        // Who reads of Payload.Column need not be told of Payload itself.
        IEnumerable<string> keys = Rows(typeof(TableOptions), "").Where(row => !row.Contains("| object |", StringComparison.Ordinal) && !row.Contains("| list of objects |", StringComparison.Ordinal))
            .Select(row => row.Split('`')[1]);
        Assert.Equal(keys.Order(StringComparer.Ordinal), named.Where(key => key != "Source.Url" && !key.StartsWith("Engine.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Rows(Type options, string prefix)
    {
        object defaults = Activator.CreateInstance(options)!;
        foreach (PropertyInfo key in options.GetProperties())
        {
            Type type = Nullable.GetUnderlyingType(key.PropertyType) ?? key.PropertyType;
            string path = prefix + key.Name;
            string meaning = key.GetCustomAttribute<DescriptionAttribute>()!.Description;
            yield return $"| `{path}` | {TypeName(type)} | {Default(key, key.GetValue(defaults))} | {meaning} |";
            (Type inner, string step) = Inside(type);

            // A version's keys are those of a payload, and are told there.
            foreach (string row in IsOptions(inner) && inner != typeof(CodecOptions) ? Rows(inner, path + step) : [])
            {
                yield return row;
            }
        }
    }

    private static string Default(PropertyInfo key, object? value)
    {
        if (key.IsDefined(typeof(RequiredAttribute)))
        {
            return "required";
        }

        if (value is not null && IsOptions(value.GetType()))
        {
            return "that of its keys";
        }

        string? absent = key.GetCustomAttribute<AbsentMeansAttribute>()?.Meaning;
        Assert.True(value is null == absent is not null, $"{key.Name} has either a default or a meaning when it is absent");
        return absent ?? $"`{(value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture))}`";
    }

    private static string TypeName(Type type)
    {
        (Type inner, string step) = Inside(type);
        return step switch
        {
            "[]." => IsOptions(inner) ? "list of objects" : "list of text",
            ".<name>." => IsOptions(inner) ? "objects by name" : "text by name",
            _ => Names.GetValueOrDefault(type, "object"),
        };
    }

    private static (Type Inner, string Step) Inside(Type type) => type switch
    {
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => (type.GetGenericArguments()[0], "[]."),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) => (type.GetGenericArguments()[1], ".<name>."),
        _ => (type, "."),
    };

    private static bool IsOptions(Type type) => type.Name.EndsWith("Options", StringComparison.Ordinal);
}
