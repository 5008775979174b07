using System.Text.Json.Nodes;
using Ingest.Host.Tests.EndToEnd;
using Ingest.TestKit;
using MySqlConnector;
using Readings = Ingest.Host.Tests.EndToEnd.Readings;

namespace Ingest.Host.Tests.Secrets;

/// <summary>Readings of three days, and a user whose password is changed as the first of them is read.</summary>
internal sealed class RotatingUser : IAsyncDisposable
{
    public const string Password = "first'\"{ \\ 1";
    public const string Changed = "second";

    private readonly MySqlProxy _proxy;
    private int _changed;

    private RotatingUser(Installation installation)
    {
        Installation = installation;
        _proxy = new MySqlProxy(new Uri(installation.Source.Url));
        First = $"a{Guid.NewGuid():N}"[..16];
        Second = $"b{First[1..]}";
    }

    public Installation Installation { get; }

    public string First { get; }

    public string Second { get; }

    public int Port => _proxy.Port;

    public string Schema => new Uri(Installation.Source.Url).AbsolutePath.Trim('/');

    public bool HasChanged => _changed == 1;

    public static async Task<RotatingUser> CreateAsync()
    {
        MariaDb.Require();
        var user = new RotatingUser(await Readings.CreateAsync(DatabaseKind.MariaDb));
        await user.GrantAsync(user.First, Password);
        user.Installation.Configuration["Engine"] = JsonNode.Parse("""{ "UnitParallelism": 1 }""");
        return user;
    }

    /// <summary>Once, before the first snapshot of a run begins.</summary>
    public void OnFirstSnapshot(Func<Task> change) => _proxy.FromClient = packet =>
        packet.Text.Contains("START TRANSACTION", StringComparison.Ordinal) && Interlocked.Exchange(ref _changed, 1) == 0
            ? change()
            : Task.CompletedTask;

    public void Configure(JsonObject password) => Installation.Configuration["Source"] = new JsonObject
    {
        ["Url"] = $"mysql://{First}@127.0.0.1:{Port}/{Schema}",
        ["Password"] = password,
    };

    public Task ChangeAsync() =>
        Installation.Source.ExecuteAsync($"ALTER USER {First} IDENTIFIED BY '{Changed}'");

    /// <summary>Another user takes its place.</summary>
    public async Task ReplaceAsync()
    {
        await GrantAsync(Second, Changed);
        await Installation.Source.ExecuteAsync($"DROP USER {First}");
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await Installation.Source.ExecuteAsync($"DROP USER IF EXISTS {First}, {Second}");
        await Installation.DisposeAsync();
    }

    private async Task GrantAsync(string user, string password)
    {
        await Installation.Source.ExecuteAsync($"CREATE USER {user} IDENTIFIED BY '{MySqlHelper.EscapeString(password)}'");
        await Installation.Source.ExecuteAsync($"GRANT SELECT ON {Schema}.* TO {user}");
    }
}
