using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MySqlConnector;
using Xunit;

namespace Ingest.TestKit;

/// <summary>A MariaDB server of the test's own, which it may kill and start again. It survives that with what was committed.</summary>
public sealed class OwnMariaDb : IAsyncDisposable
{
    public const string Schema = "sensors";
    public const string User = "ingest";
    public const string Password = "pw";

    private const string Server = "mariadbd";
    private const string Installer = "mariadb-install-db";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly string _folder = Directory.CreateTempSubdirectory("ingest-mariadb-").FullName;
    private readonly string[] _options;
    private Process? _process;

    private OwnMariaDb(int port, string[] options)
    {
        _options = options;
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"mysql://{User}@127.0.0.1:{port}/{Schema}"));
    }

    /// <summary>As <c>Source.Url</c> has it, without the password.</summary>
    public Uri Url { get; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Skips the test, with a sentence, where there are no such programs.</summary>
    /// <param name="options">Of the server, beside those that it needs.</param>
    public static async Task<OwnMariaDb> StartAsync(params string[] options)
    {
        Skip.If(Find(Server) is null || Find(Installer) is null, $"needs the programs {Server} and {Installer} for a server that it kills");
        var server = new OwnMariaDb(FreePort(), options);
        try
        {
            using Process install = server.Run(Installer, "--skip-test-db", "--auth-root-authentication-method=normal");
            await install.WaitForExitAsync().WaitAsync(Patience);
            Assert.Equal(0, install.ExitCode);
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it on what it had, and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        string setUp = Path.Combine(_folder, "init.sql");
        await File.WriteAllTextAsync(
            setUp,
            $"CREATE DATABASE IF NOT EXISTS {Schema};\nCREATE USER IF NOT EXISTS '{User}'@'127.0.0.1' IDENTIFIED BY '{Password}';\n"
            + $"GRANT ALL PRIVILEGES ON *.* TO '{User}'@'127.0.0.1' WITH GRANT OPTION;\n");
        _process = Run(
            Server,
            [
                "--innodb-buffer-pool-size=64M", .. _options, $"--socket={Path.Combine(_folder, "socket")}", $"--pid-file={Path.Combine(_folder, "pid")}", $"--init-file={setUp}",
                "--bind-address=127.0.0.1", $"--port={Url.Port}", "--skip-name-resolve", "--skip-log-bin",
            ]);
        long begun = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync())
        {
            Assert.False(_process.HasExited, $"{Server} ended: see its log");
            Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, Patience);
            await Task.Delay(Poll, TimeProvider.System);
        }
    }

    /// <summary>Kills it with SIGKILL: clients see their connections end.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>Runs one statement.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using MySqlConnection connection = Connection();
        await connection.OpenAsync();
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            Kill();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ExecuteAsync("DO 1");
            return true;
        }
        catch (MySqlException)
        {
            return false;
        }
    }

    private MySqlConnection Connection() => new(new MySqlConnectionStringBuilder
    {
        Server = Url.Host,
        Port = (uint)Url.Port,
        UserID = User,
        Password = Password,
        Database = Schema,
        Pooling = false,
    }.ConnectionString);

    private Process Run(string program, params string[] arguments)
    {
        // Two servers that begin at once would take each other's temporary tables in /tmp for their own.
        string temporary = Directory.CreateDirectory(Path.Combine(_folder, "tmp")).FullName;
        List<string> all = ["--no-defaults", $"--datadir={Data}", $"--tmpdir={temporary}", .. arguments];
        if (Environment.UserName == "root")
        {
            all.Add("--user=root");
        }

        var process = Process.Start(new ProcessStartInfo(Find(program)!, all) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        // Nobody reads what it says, and it must not wait for a reader.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Debian keeps servers where an ordinary user's PATH does not look.</summary>
    private static string? Find(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}{Path.PathSeparator}/usr/sbin{Path.PathSeparator}/usr/bin"
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
