using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.Secrets;

/// <summary>A password is changed in the middle of a run.</summary>
public sealed class RotationTests
{
    [SkippableFact]
    public async Task A_password_that_changes_in_database_and_file_is_survived()
    {
        await using RotatingUser user = await RotatingUser.CreateAsync();
        string file = PasswordFile(user);
        user.OnFirstSnapshot(async () =>
        {
            await user.ChangeAsync();
            await File.WriteAllTextAsync(file, RotatingUser.Changed);
        });

        JsonElement run = await user.Installation.JsonAsync(0, "backfill");

        Assert.Equal(3, run.GetProperty("units").GetProperty("committed").GetInt32());
        Assert.True(user.HasChanged);
    }

    [SkippableFact]
    public async Task A_password_that_changes_in_the_database_alone_is_permanent_and_told()
    {
        await using RotatingUser user = await RotatingUser.CreateAsync();
        string file = PasswordFile(user);
        user.OnFirstSnapshot(user.ChangeAsync);
        // Were it taken for something that passes, it would be tried again for days.
        user.Installation.Configuration["Retry"] = JsonNode.Parse("""{ "Count": 100, "First": "1h", "Longest": "1h" }""");

        CliResult result = await user.Installation.RunAsync("backfill");

        Assert.Equal(1, result.Exit);
        Assert.Contains(
            $"mysql://127.0.0.1:{user.Port}/{user.Schema} denies the user access: the password in the password file {file}, read once again, is not "
            + "the database's; change it where only the other was changed, and check the user in Source.Url and the hosts that the user may "
            + "connect from.\n",
            result.Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain(RotatingUser.Password, result.Error, StringComparison.Ordinal);
    }

    private static string PasswordFile(RotatingUser user)
    {
        string file = Path.Combine(user.Installation.Folder, "password");
        File.WriteAllText(file, RotatingUser.Password);
        user.Configure(new JsonObject { ["File"] = "password" });
        return file;
    }
}
