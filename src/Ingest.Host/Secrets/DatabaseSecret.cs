using System.Globalization;
using System.Text.Json;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;

namespace Ingest.Host.Secrets;

/// <summary>A JSON secret as RDS makes them (https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html):
/// <c>username</c>, <c>password</c>, <c>host</c>, <c>port</c>, <c>dbname</c>, and more that is not looked at.</summary>
internal sealed class DatabaseSecret
{
    private readonly JsonElement _members;
    private readonly string _place;

    private DatabaseSecret(JsonElement members, string place)
    {
        _members = members;
        _place = place;
    }

    /// <summary>The user and the password.</summary>
    public SourceLogin Login => new(Required("username"), Password);

    public string Password => Required("password");

    /// <summary>Null when it has none.</summary>
    public string? Host => Optional("host");

    /// <summary>Null when it has none. RDS writes a number, people write text.</summary>
    public int? Port => Optional("port") switch
    {
        null => null,
        { } text when ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0 => port,
        _ => throw Wrong("has a member 'port' that is no port"),
    };

    /// <summary>The schema; null when it has none.</summary>
    public string? Schema => Optional("dbname");

    /// <exception cref="IngestException">It is no JSON object.</exception>
    public static DatabaseSecret Parse(string text, string place) =>
        TryParse(text, place) ?? throw IngestException.Permanent(
            $"{SecretText.Begin(place)} is no JSON object: one with username and password is expected, as RDS makes them.");

    /// <returns>Null when it is no JSON object.</returns>
    public static DatabaseSecret? TryParse(string text, string place)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? new DatabaseSecret(json.RootElement.Clone(), place) : null;
        }
        catch (JsonException)
        {
            // Its message quotes what it stumbled over.
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "***";

    private string Required(string name) => Optional(name) ?? throw Wrong($"has no member '{name}'");

    private string? Optional(string name) => !_members.TryGetProperty(name, out JsonElement value)
        ? null
        : value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
            JsonValueKind.Number => value.GetRawText(),
            _ => throw Wrong($"has a member '{name}' that is no text"),
        };

    private IngestException Wrong(string what) => IngestException.Permanent(
        $"{SecretText.Begin(_place)} {what}: write it there as RDS does.");
}
