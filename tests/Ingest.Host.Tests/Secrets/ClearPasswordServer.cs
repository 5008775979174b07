using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Ingest.Host.Tests.Secrets;

/// <summary>As much of a MySQL server as asks for a password in the clear, within TLS, as RDS does for its tokens
/// (https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html), and then denies it.</summary>
internal sealed class ClearPasswordServer : IAsyncDisposable
{
    private const int SslRequestBytes = 32;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <param name="certificateFile">PEM.</param>
    /// <param name="keyFile">PEM.</param>
    public ClearPasswordServer(string certificateFile, string keyFile)
    {
        _certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What clients have sent for passwords.</summary>
    public List<string> Passwords { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _certificate.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AskAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task AskAsync(NetworkStream plain)
    {
        await WriteAsync(plain, 0, Greeting());
        Assert.Equal(SslRequestBytes, (await ReadAsync(plain)).Length);
        await using var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(_certificate);
        await ReadAsync(tls);
        await WriteAsync(tls, 3, [0xFE, .. "mysql_clear_password\0"u8]);
        byte[] password = await ReadAsync(tls);
        Assert.Equal(0, password[^1]);
        Passwords.Add(Encoding.UTF8.GetString(password[..^1]));
        // 1045: access denied.
        await WriteAsync(tls, 5, [0xFF, 0x15, 0x04, .. "#28000Access denied"u8]);
    }

    private static byte[] Greeting()
    {
        const uint protocol41 = 0x200, ssl = 0x800, secure = 0x8000, plugins = 0x80000, connectWithSchema = 0x8;
        uint can = protocol41 | ssl | secure | plugins | connectWithSchema;
        return
        [
            10, .. "8.0.36\0"u8, 1, 0, 0, 0, .. "12345678\0"u8, (byte)can, (byte)(can >> 8), 45, 2, 0, (byte)(can >> 16), (byte)(can >> 24), 21,
            .. new byte[10], .. "123456789012\0"u8, .. "mysql_native_password\0"u8,
        ];
    }

    private static async Task WriteAsync(Stream stream, byte number, byte[] payload) =>
        await stream.WriteAsync(new byte[] { (byte)payload.Length, 0, 0, number }.Concat(payload).ToArray());

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        byte[] header = new byte[4];
        await stream.ReadExactlyAsync(header);
        byte[] payload = new byte[header[0] + (header[1] << 8) + (header[2] << 16)];
        await stream.ReadExactlyAsync(payload);
        return payload;
    }
}
