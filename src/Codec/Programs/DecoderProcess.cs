using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;

namespace Ingest.Codec.Programs;

/// <summary>
/// One running program. A frame is a length (4 bytes, little-endian) and as many bytes: payloads go in on its standard input, an
/// answer for each, in order, comes out of its standard output. What it writes to its standard error is kept, the last lines of it,
/// to tell why it ended.
/// </summary>
internal sealed class DecoderProcess : IDisposable
{
    private const int LengthBytes = 4;
    private const int ErrorLinesMax = 5;
    private const int ErrorCharsMax = 400;

    private readonly Process _process;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly Queue<string> _errors = new();
    private readonly ITimer _watch;
    private readonly TimeSpan _timeout;
    private byte[] _answer = [];
    private volatile bool _timedOut;

    private DecoderProcess(Process process, TimeSpan timeout, TimeProvider clock)
    {
        _process = process;
        _timeout = timeout;
        _input = new BufferedStream(process.StandardInput.BaseStream, 1 << 16);
        _output = new BufferedStream(process.StandardOutput.BaseStream, 1 << 16);
        _watch = clock.CreateTimer(_ => Expire(), null, System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>Whether it was stopped because an answer took too long.</summary>
    public bool TimedOut => _timedOut;

    /// <exception cref="DecoderException">It cannot be started.</exception>
    public static DecoderProcess Start(ProcessSettings settings, TimeProvider clock)
    {
        var start = new ProcessStartInfo(settings.Program, settings.Command.Skip(1))
        {
            WorkingDirectory = settings.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return new DecoderProcess(Process.Start(start)!, settings.Timeout, clock);
        }
        catch (Win32Exception failure)
        {
            throw new DecoderException($"The program {settings.Command[0]}, which decodes payloads, cannot be started: {failure.Message}", failure);
        }
    }

    /// <summary>Writes a frame, to be sent by <see cref="Flush"/> at the latest.</summary>
    /// <exception cref="IOException">The program reads no more.</exception>
    public void Write(ReadOnlySpan<byte> payload)
    {
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt32LittleEndian(length, payload.Length);
        _input.Write(length);
        _input.Write(payload);
    }

    /// <exception cref="IOException">The program reads no more.</exception>
    public void Flush() => _input.Flush();

    /// <summary>Waits for the next answer.</summary>
    /// <param name="bytesMax">The most that is believed.</param>
    /// <param name="answer">Valid until the next one is asked for.</param>
    /// <returns>False when the program has ended instead, or was stopped because it took too long.</returns>
    /// <exception cref="PayloadException">It answers more than is believed; it is stopped.</exception>
    public bool TryRead(int bytesMax, out ReadOnlySpan<byte> answer)
    {
        answer = default;
        _watch.Change(_timeout, System.Threading.Timeout.InfiniteTimeSpan);
        try
        {
            Span<byte> head = stackalloc byte[LengthBytes];
            if (_output.ReadAtLeast(head, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
            {
                return false;
            }

            uint length = BinaryPrimitives.ReadUInt32LittleEndian(head);
            if (length > bytesMax)
            {
                Kill();
                throw new PayloadException(
                    $"the program answers {length} bytes, expected at most {bytesMax}; does it print to its standard output?", 0);
            }

            if (_answer.Length < length)
            {
                _answer = new byte[Math.Max(length, 4_096)];
            }

            answer = _answer.AsSpan(0, (int)length);
            return _output.ReadAtLeast(_answer.AsSpan(0, (int)length), (int)length, throwOnEndOfStream: false) == length;
        }
        finally
        {
            _watch.Change(System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Stops it at once; who waits for it goes on.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>How it ended and what it said last, to follow "the program".</summary>
    public string End()
    {
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            return "closed its standard output";
        }

        // Waits for what is still on its way from its standard error.
        _process.WaitForExit();
        lock (_errors)
        {
            string said = string.Join(" / ", _errors);
            string tail = said.Length > ErrorCharsMax ? "…" + said[^ErrorCharsMax..] : said;
            return $"ended with exit code {_process.ExitCode}{(tail.Length == 0 ? "" : $" ({tail})")}";
        }
    }

    /// <summary>Ends it: it reads the end of its input, and is stopped if it does not go.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        Kill();
        try
        {
            _input.Dispose();
        }
        catch (IOException)
        {
            // What it has not read is for nobody.
        }

        _output.Dispose();
        _process.Dispose();
    }

    private void Expire()
    {
        _timedOut = true;
        Kill();
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_errors)
        {
            _errors.Enqueue(line.Trim());
            if (_errors.Count > ErrorLinesMax)
            {
                _errors.Dequeue();
            }
        }
    }
}
