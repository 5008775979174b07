using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;
using Ingest.TestKit;

namespace Ingest.Host.Tests.Secrets;

/// <summary>A secret rotates in the middle of a run, less than the minute after it was read that it is kept for.</summary>
public sealed class RotationMotoTests
{
    [SkippableFact]
    public async Task A_user_and_a_password_that_change_in_database_and_secret_are_survived()
    {
        Uri moto = Moto.Require();
        await using RotatingUser user = await RotatingUser.CreateAsync();
        MotoSecret secret = await MotoSecret.CreateAsync(Json(user, user.First, RotatingUser.Password));
        user.OnFirstSnapshot(async () =>
        {
            // As rotation with two users does; the first is gone at once, though.
            await user.ReplaceAsync();
            await secret.ChangeAsync(Json(user, user.Second, RotatingUser.Changed));
        });
        user.Installation.Configuration["Source"] = new JsonObject { ["Secret"] = secret.Arn };
        user.Installation.Configuration["Aws"] = new JsonObject { ["Region"] = "us-east-1", ["Endpoint"] = moto.AbsoluteUri };
        using ExecutableProcess process = ExecutableProcess.Start(
            new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test", ["AWS_EC2_METADATA_DISABLED"] = "true" },
            "backfill", "--json", "--config", user.Installation.SaveConfiguration());

        CliResult result = await process.EndAsync();

        Assert.True(result is { Exit: 0, Error: "" }, result.Error);
        Assert.Equal(3, JsonSerializer.Deserialize<JsonElement>(result.Out).GetProperty("units").GetProperty("committed").GetInt32());
        Assert.True(user.HasChanged);
    }

    private static string Json(RotatingUser user, string name, string password) => new JsonObject
    {
        ["engine"] = "mysql",
        ["host"] = "127.0.0.1",
        ["port"] = user.Port,
        ["username"] = name,
        ["password"] = password,
        ["dbname"] = user.Schema,
    }.ToJsonString();
}
