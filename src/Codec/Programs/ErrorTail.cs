using System.Text;

namespace Ingest.Codec.Programs;

/// <summary>The last that a program wrote to its standard error, to tell why it ended. Bounded, whatever it writes.</summary>
internal sealed class ErrorTail : IDisposable
{
    private const int BytesMax = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly byte[] _tail = new byte[BytesMax];
    private readonly Lock _lock = new();
    private readonly Task _reading;
    private int _bytes;

    public ErrorTail(Stream errors, CancellationToken stop) => _reading = ReadAsync(errors, stop);

    /// <summary>In brackets on one line, to end a sentence with; nothing when it said nothing.</summary>
    public string Said()
    {
        // What it wrote before it ended may still be on its way.
        _reading.Wait(Patience);
        lock (_lock)
        {
            string[] lines = Encoding.UTF8.GetString(_tail, 0, _bytes).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return lines.Length == 0 ? "" : $" ({string.Join(" / ", lines)})";
        }
    }

    /// <summary>Once the program was stopped.</summary>
    public void Dispose() => _reading.Wait(Patience);

    private async Task ReadAsync(Stream errors, CancellationToken stop)
    {
        byte[] buffer = new byte[4_096];
        try
        {
            while (await errors.ReadAsync(buffer, stop).ConfigureAwait(false) is > 0 and var read)
            {
                Keep(buffer.AsSpan(0, read));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The program was stopped, and what it still says is for nobody.
        }
    }

    private void Keep(ReadOnlySpan<byte> said)
    {
        lock (_lock)
        {
            said = said.Length > BytesMax ? said[^BytesMax..] : said;
            int kept = Math.Min(_bytes, BytesMax - said.Length);
            _tail.AsSpan(_bytes - kept, kept).CopyTo(_tail);
            said.CopyTo(_tail.AsSpan(kept));
            _bytes = kept + said.Length;
        }
    }
}
