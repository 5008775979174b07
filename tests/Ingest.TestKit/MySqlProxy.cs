using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ingest.TestKit;

/// <summary>
/// Stands between a client and a MySQL or MariaDB server and passes on one packet of their protocol after the other, so that a
/// test can act between any two of them, or cut a connection anywhere. Knows neither TLS nor compression.
/// </summary>
public sealed class MySqlProxy : IAsyncDisposable
{
    private const int HeaderBytes = 4;

    // Small, so that what a server has sent and a client not read is little, and the server still in the middle of a page.
    private const int BufferBytes = 16 * 1024;

    private readonly string _host;
    private readonly int _port;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<Task> _running = [];

    /// <param name="server">Its host and port; the rest is not looked at.</param>
    public MySqlProxy(Uri server)
    {
        ArgumentNullException.ThrowIfNull(server);
        _host = server.Host;
        _port = server.Port;
        _listener.Start();
        Run(AcceptAsync());
    }

    /// <summary>Where clients connect to, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Awaited before a packet of a client is passed on.</summary>
    public Func<ProxiedPacket, Task> FromClient { get; set; } = _ => Task.CompletedTask;

    /// <summary>Awaited before a packet of the server is passed on; says how.</summary>
    public Func<ProxiedPacket, Task<Passage>> FromServer { get; set; } = _ => Task.FromResult(Passage.Whole);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Task[] running;
        lock (_gate)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running);
        _listener.Dispose();
        _stop.Dispose();
    }

    private void Run(Task task)
    {
        lock (_gate)
        {
            _running.Add(task);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Run(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy is disposed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using Socket _ = client;
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = BufferBytes };
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var connection = new ProxiedConnection();
        try
        {
            await server.ConnectAsync(_host, _port, over.Token);
            Task up = PassAsync(client, server, connection, ask: false, over.Token);
            Task down = PassAsync(server, client, connection, ask: true, over.Token);
            await Task.WhenAny(up, down);
            await over.CancelAsync();
            await Task.WhenAll(up, down);
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Either side has gone, which the other sees as well.
        }
    }

    /// <summary>Passes packets on until their sender has ended or the connection is cut.</summary>
    private async Task PassAsync(Socket from, Socket to, ProxiedConnection connection, bool ask, CancellationToken cancellation)
    {
        byte[] header = new byte[HeaderBytes];
        while (await FillAsync(from, header, cancellation))
        {
            byte[] packet = new byte[HeaderBytes + header[0] + (header[1] << 8) + (header[2] << 16)];
            header.CopyTo(packet, 0);
            if (!await FillAsync(from, packet.AsMemory(HeaderBytes), cancellation))
            {
                return;
            }

            var proxied = new ProxiedPacket(connection, packet.AsMemory(HeaderBytes));
            Passage passage = Passage.Whole;
            if (ask)
            {
                passage = await FromServer(proxied);
            }
            else
            {
                connection.LastQuery = proxied.Text;
                connection.Dropped = 0;
                await FromClient(proxied);
            }

            if (passage == Passage.None)
            {
                connection.Dropped++;
                continue;
            }

            // The packets of an answer are numbered.
            packet[3] -= ask ? connection.Dropped : (byte)0;
            ReadOnlyMemory<byte> passed = packet.AsMemory(0, Math.Min(passage.Bytes, packet.Length));
            while (passed.Length > 0)
            {
                passed = passed[await to.SendAsync(passed, cancellation)..];
            }

            connection.BytesFromServer += ask ? packet.Length : 0;
            if (passage.Cut is { } cut)
            {
                if (cut == Cut.Reset)
                {
                    to.LingerState = new LingerOption(true, 0);
                }
                else
                {
                    to.Shutdown(SocketShutdown.Send);
                }

                to.Close();
                return;
            }
        }
    }

    /// <summary>False when the sender ended before.</summary>
    private static async Task<bool> FillAsync(Socket from, Memory<byte> target, CancellationToken cancellation)
    {
        while (target.Length > 0)
        {
            int got = await from.ReceiveAsync(target, cancellation);
            if (got == 0)
            {
                return false;
            }

            target = target[got..];
        }

        return true;
    }
}

/// <summary>A client's connection through a <see cref="MySqlProxy"/>.</summary>
public sealed class ProxiedConnection
{
    /// <summary>Passed on before the present packet.</summary>
    public long BytesFromServer { get; internal set; }

    /// <summary>Packets of the present answer that were kept from the client.</summary>
    internal byte Dropped { get; set; }

    /// <summary>The client's last packet as text: a query begins with a byte for the command.</summary>
    public string LastQuery { get; internal set; } = "";
}

/// <summary>A packet of the protocol.</summary>
/// <param name="Connection">Whose.</param>
/// <param name="Payload">Without the header of four bytes.</param>
public sealed record ProxiedPacket(ProxiedConnection Connection, ReadOnlyMemory<byte> Payload)
{
    private const byte EndHeader = 0xFE;
    private const int EndBytesMax = 9;

    /// <summary>As text: the SQL of a query or of a statement that is prepared.</summary>
    public string Text => Encoding.Latin1.GetString(Payload.Span);

    /// <summary>Whether it is what ends rows or columns of a result.</summary>
    public bool IsEnd => Payload.Length is > 0 and < EndBytesMax && Payload.Span[0] == EndHeader;
}

/// <summary>How much of a packet is passed on, and what follows.</summary>
/// <param name="Bytes">Of header and payload, at most.</param>
/// <param name="Cut">How the connection ends after them; null when it goes on.</param>
public sealed record Passage(int Bytes, Cut? Cut)
{
    public static Passage Whole { get; } = new(int.MaxValue, null);

    /// <summary>Nothing of it, and the answer goes on as if there were no such packet.</summary>
    public static Passage None { get; } = new(0, null);
}

/// <summary>How a connection ends.</summary>
public enum Cut
{
    /// <summary>As if its sender had closed it (FIN).</summary>
    Close,

    /// <summary>As if there were no such connection (RST).</summary>
    Reset,
}
