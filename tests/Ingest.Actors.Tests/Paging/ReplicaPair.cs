using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MySqlConnector;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>Two servers of its own, the second a replica of the first in another time zone. Starts when first asked for, and
/// skips the test where there is no server to start.</summary>
public sealed class ReplicaPair : IAsyncLifetime
{
    /// <summary>Of the replica.</summary>
    public static readonly TimeSpan ReplicaOffset = new(5, 30, 0);

    private const string Install = "mariadb-install-db";
    private const string Server = "mariadbd";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ingest-pair-");
    private readonly List<Process> _servers = [];
    private bool _started;

    public int PrimaryPort { get; } = FreePort();

    public int ReplicaPort { get; } = FreePort();

    public static string Url(int port, string user = "reader") => $"mysql://{user}:pw@127.0.0.1:{port}/sensors";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task StartAsync()
    {
        Skip.If(OnPath(Server) is null || OnPath(Install) is null, $"needs {Server} and {Install} on PATH");
        if (_started)
        {
            return;
        }

        _started = true;
        string template = Path.Combine(_folder.FullName, "primary");
        await RunAsync(Install, "--no-defaults", $"--datadir={template}", "--skip-test-db", "--auth-root-authentication-method=normal");
        await RunAsync("cp", "-r", template, Path.Combine(_folder.FullName, "replica"));
        string users = """
            CREATE DATABASE sensors;
            CREATE USER admin@'127.0.0.1' IDENTIFIED BY 'pw'; GRANT ALL ON *.* TO admin@'127.0.0.1';
            CREATE USER reader@'127.0.0.1' IDENTIFIED BY 'pw'; GRANT SELECT ON sensors.* TO reader@'127.0.0.1';
            GRANT REPLICA MONITOR ON *.* TO reader@'127.0.0.1';
            CREATE USER plain@'127.0.0.1' IDENTIFIED BY 'pw'; GRANT SELECT ON sensors.* TO plain@'127.0.0.1';
            """;
        await Task.WhenAll(
            StartAsync("primary", PrimaryPort, users, "--log-bin=primary", "--server-id=1"),
            StartAsync("replica", ReplicaPort, users, "--skip-log-bin", "--server-id=2", "--skip-slave-start", "--default-time-zone=+05:30"));
        (string file, long position) = await PositionAsync();
        await ExecuteAsync(ReplicaPort, $"""
            CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = {PrimaryPort}, MASTER_USER = 'admin', MASTER_PASSWORD = 'pw',
            MASTER_LOG_FILE = '{file}', MASTER_LOG_POS = {position}; START SLAVE
            """);
    }

    public static async Task ExecuteAsync(int port, string sql)
    {
        await using MySqlConnection connection = await ConnectAsync(port);
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until a query of the replica answers anything but zero.</summary>
    public async Task UntilAsync(string sql)
    {
        long begun = Stopwatch.GetTimestamp();
        await using MySqlConnection connection = await ConnectAsync(ReplicaPort);
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        while (Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) == 0)
        {
            Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, Patience);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Seconds, as the replica says them; null while it does not know.</summary>
    public async Task<long?> BehindAsync()
    {
        await using MySqlConnection connection = await ConnectAsync(ReplicaPort);
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = "SHOW SLAVE STATUS";
        await using MySqlDataReader reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return reader["Seconds_Behind_Master"] is var seconds and not DBNull ? Convert.ToInt64(seconds, CultureInfo.InvariantCulture) : null;
    }

    public async Task DisposeAsync()
    {
        foreach (Process server in _servers)
        {
            server.Kill();
            await server.WaitForExitAsync();
            server.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task<(string File, long Position)> PositionAsync()
    {
        await using MySqlConnection connection = await ConnectAsync(PrimaryPort);
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = "SHOW MASTER STATUS";
        await using MySqlDataReader reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return (reader.GetString(0), Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture));
    }

    private async Task StartAsync(string name, int port, string init, params string[] options)
    {
        string folder = Path.Combine(_folder.FullName, name);
        string script = Path.Combine(_folder.FullName, $"{name}.sql");
        await File.WriteAllTextAsync(script, string.Join('\n', init.Split('\n').Select(line => line.Replace("; ", ";\n", StringComparison.Ordinal))));
        _servers.Add(Begin(
            Server,
            [
                "--no-defaults", .. AsRoot(), $"--datadir={folder}", $"--socket={folder}.sock", $"--pid-file={folder}.pid", $"--port={port}",
                "--bind-address=127.0.0.1", "--skip-name-resolve", "--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync",
                "--innodb-buffer-pool-size=16M", "--innodb-log-file-size=8M", "--performance-schema=0", $"--log-error={folder}.log",
                $"--init-file={script}", .. options,
            ]));
        long begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using MySqlConnection connection = await ConnectAsync(port);
                return;
            }
            catch (MySqlException) when (Stopwatch.GetElapsedTime(begun) < Patience && !_servers[^1].HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using Process process = Begin(program, program == Install ? [.. arguments, .. AsRoot()] : arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static Process Begin(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(OnPath(program)!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static string[] AsRoot() => Environment.IsPrivilegedProcess ? ["--user=root"] : [];

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Opens a connection that may do everything. The caller owns it.</summary>
    public static async Task<MySqlConnection> ConnectAsync(int port)
    {
        var connection = new MySqlConnection($"Server=127.0.0.1;Port={port};User ID=admin;Password=pw;Database=sensors;Pooling=false");
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
