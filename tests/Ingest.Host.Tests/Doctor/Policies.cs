using System.IO.Enumeration;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ingest.Host.Tests.Doctor;

/// <summary>The policies that the page of permissions has ready to paste.</summary>
internal static partial class Policies
{
    /// <summary>The first policy behind a heading, with names of ours in it.</summary>
    /// <param name="heading">Such as <c>The lake</c>.</param>
    /// <param name="names">What the page calls things, and what they are called here.</param>
    public static JsonObject Of(string heading, params (string Page, string Here)[] names)
    {
        string page = Repository.Read("docs/permissions.md");
        string block = Block().Match(page, page.IndexOf($"## {heading}\n", StringComparison.Ordinal)).Groups[1].Value;
        return JsonNode.Parse(names.Aggregate(block, (text, name) => text.Replace(name.Page, name.Here, StringComparison.Ordinal)))!.AsObject();
    }

    /// <summary>Every action of a policy, once.</summary>
    public static IReadOnlyList<string> Actions(this JsonObject policy) =>
        [.. policy["Statement"]!.AsArray().SelectMany(statement => Named(statement!)).Distinct()];

    /// <summary>The same policy without an action.</summary>
    public static JsonObject Without(this JsonObject policy, string action)
    {
        JsonObject rest = policy.DeepClone().AsObject();
        foreach (JsonNode? statement in rest["Statement"]!.AsArray())
        {
            statement!["Action"] = new JsonArray([.. Named(statement).Where(one => one != action).Select(one => JsonValue.Create(one))]);
        }

        // A statement about nothing is none.
        rest["Statement"]!.AsArray().RemoveAll(statement => statement!["Action"]!.AsArray().Count == 0);
        return rest;
    }

    /// <summary>The same for any resource but those of S3: moto asks for that where AWS asks for a database or a table.</summary>
    public static JsonObject Everywhere(this JsonObject policy)
    {
        JsonObject wide = policy.DeepClone().AsObject();
        foreach (JsonNode? statement in wide["Statement"]!.AsArray().Where(statement => !Named(statement!).All(action => action.StartsWith("s3:", StringComparison.Ordinal))))
        {
            statement!["Resource"] = "*";
        }

        return wide;
    }

    /// <summary>The same policy without the resources whose ARN has that in it.</summary>
    public static JsonObject WithoutResource(this JsonObject policy, string part)
    {
        JsonObject rest = policy.DeepClone().AsObject();
        foreach (JsonNode? statement in rest["Statement"]!.AsArray())
        {
            statement!["Resource"] = new JsonArray([.. Resources(statement).Where(one => !one.Contains(part, StringComparison.Ordinal)).Select(one => JsonValue.Create(one))]);
        }

        return rest;
    }

    /// <summary>Whether a statement of the policy has both the action and the resource.</summary>
    public static bool Allows(this JsonObject policy, string action, string arn) => policy["Statement"]!.AsArray().Any(statement =>
        Named(statement!).Contains(action) && Resources(statement!).Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, arn, ignoreCase: false)));

    /// <summary>Both.</summary>
    public static JsonObject And(this JsonObject policy, JsonObject other)
    {
        JsonObject both = policy.DeepClone().AsObject();
        foreach (JsonNode? statement in other["Statement"]!.AsArray())
        {
            both["Statement"]!.AsArray().Add(statement!.DeepClone());
        }

        return both;
    }

    private static IEnumerable<string> Named(JsonNode statement) => Of(statement["Action"]!);

    private static IEnumerable<string> Resources(JsonNode statement) => Of(statement["Resource"]!);

    private static IEnumerable<string> Of(JsonNode texts) => texts is JsonArray several ? several.Select(text => (string)text!) : [(string)texts!];

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
