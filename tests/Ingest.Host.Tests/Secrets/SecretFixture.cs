using System.Text.Json.Nodes;
using Ingest.Actors.Aws;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Secrets;

namespace Ingest.Host.Tests.Secrets;

/// <summary>Makes of a Source section what the engine opens.</summary>
internal static class SecretFixture
{
    public static async Task<Ingest.Actors.Paging.SourceSpec> SpecAsync(string source, AwsSpec? aws = null, TimeProvider? clock = null)
    {
        using var folder = new TempFolder();
        var json = new JsonObject
        {
            ["Source"] = JsonNode.Parse(source),
            ["Lake"] = new JsonObject { ["Root"] = "lake" },
            ["Tables"] = new JsonObject { ["sensors"] = new JsonObject { ["Copy"] = true } },
        };
        IngestConfiguration configuration = ConfigurationReader.Read(
            new ConfigurationOrigin(folder.File("ingest.json", json.ToJsonString()), new Dictionary<string, string>()));
        return await SourceAccess.SpecAsync(
            aws is null ? configuration : configuration with { Aws = aws }, clock ?? TimeProvider.System, CancellationToken.None);
    }

    public static Task<SourceLogin> LoginAsync(this Ingest.Actors.Paging.SourceSpec source, bool anew = false) =>
        source.Logins!.ReadAsync(anew, CancellationToken.None);

    public static async Task<string> RefusalAsync(string source, AwsSpec? aws = null) =>
        (await Assert.ThrowsAsync<IngestException>(async () => await (await SpecAsync(source, aws)).LoginAsync())).Message;

    public static async Task<string> RefusalAsync(Ingest.Actors.Paging.SourceSpec source) =>
        (await Assert.ThrowsAsync<IngestException>(() => source.LoginAsync())).Message;
}
