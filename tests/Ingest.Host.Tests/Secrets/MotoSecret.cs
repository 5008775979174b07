using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Ingest.TestKit;

namespace Ingest.Host.Tests.Secrets;

/// <summary>A secret in moto's Secrets Manager, which looks at no signature.</summary>
internal sealed record MotoSecret(string Name, string Arn)
{
    private static readonly HttpClient Http = new();

    public static async Task<MotoSecret> CreateAsync(string text)
    {
        string name = $"ingest-{Guid.NewGuid():N}";
        JsonElement made = await SendAsync("CreateSecret", new { Name = name, SecretString = text });
        return new MotoSecret(name, made.GetProperty("ARN").GetString()!);
    }

    public Task ChangeAsync(string text) => SendAsync("PutSecretValue", new { SecretId = Name, SecretString = text });

    private static async Task<JsonElement> SendAsync(string action, object members)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Moto.Require());
        request.Headers.Add("X-Amz-Target", $"secretsmanager.{action}");
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=x");
        request.Content = new StringContent(JsonSerializer.Serialize(members), Encoding.UTF8, new MediaTypeHeaderValue("application/x-amz-json-1.1"));
        using HttpResponseMessage answer = await Http.SendAsync(request);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonSerializer.Deserialize<JsonElement>(body);
    }
}
