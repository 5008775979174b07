using System.Text.Json.Nodes;

namespace Ingest.TestKit.Aws;

/// <summary>
/// What Glue asks for permission on, in its order: a denial names the first that is not allowed
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html).
/// </summary>
internal static class ScriptedGlueArns
{
    private const string Account = "arn:aws:glue:eu-central-1:123456789012";

    public static IEnumerable<string> Of(string action, JsonObject asked)
    {
        if (action.EndsWith("Crawler", StringComparison.Ordinal))
        {
            yield return $"{Account}:crawler/{asked["Name"]}";
            yield break;
        }

        yield return $"{Account}:catalog";
        JsonNode? database = asked["DatabaseName"] ?? asked["DatabaseInput"]?["Name"] ?? asked["Name"];
        yield return $"{Account}:database/{database}";
        if (!action.EndsWith("Database", StringComparison.Ordinal))
        {
            yield return $"{Account}:table/{database}/{asked["TableName"] ?? asked["TableInput"]?["Name"] ?? asked["Name"] ?? "*"}";
        }
    }
}
