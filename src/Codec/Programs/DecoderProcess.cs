using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;

namespace Ingest.Codec.Programs;

/// <summary>
/// One running program. A frame is a number, a length (4 bytes each, little-endian) and as many bytes: payloads go in on its standard
/// input, and an answer for each, in order and with its number, comes out of its standard output. The first frame has no bytes: it
/// shows that the program works at all. No wait is without end, whatever the program and its children do with its pipes.
/// </summary>
internal sealed class DecoderProcess : IDisposable
{
    private const int HeadBytes = 8;
    private const int BufferBytes = 1 << 16;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly ErrorTail _errors;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _killed = new();
    private readonly byte[] _outgoing = new byte[BufferBytes];
    private byte[] _incoming = new byte[BufferBytes];
    private int _outgoingBytes;
    private int _read;
    private int _filled;
    private uint _asked;
    private uint _answered;

    private DecoderProcess(Process process, TimeSpan timeout, TimeProvider clock)
    {
        _process = process;
        _timeout = timeout;
        _clock = clock;
        _input = process.StandardInput.BaseStream;
        _output = process.StandardOutput.BaseStream;
        _errors = new ErrorTail(process.StandardError.BaseStream, _killed.Token);
    }

    /// <summary>Whether it was stopped because an answer took too long.</summary>
    public bool TimedOut { get; private set; }

    /// <summary>Starts it, and waits until it has answered the first frame.</summary>
    /// <exception cref="DecoderException">It cannot be started, or does not answer.</exception>
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
        DecoderProcess process;
        try
        {
            process = new DecoderProcess(Process.Start(start)!, settings.Timeout, clock);
        }
        catch (Win32Exception failure)
        {
            throw new DecoderException($"The program {settings.Command[0]}, which decodes payloads, cannot be started: {failure.Message}", failure);
        }

        try
        {
            process.Greet(string.Join(' ', settings.Command));
            return process;
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Writes a frame, to be sent by <see cref="Flush"/> at the latest.</summary>
    /// <exception cref="IOException">The program reads no more.</exception>
    public void Write(ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(head, _asked++);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], payload.Length);
        Buffer(head);
        Buffer(payload);
    }

    /// <exception cref="IOException">The program reads no more.</exception>
    public void Flush()
    {
        ReadOnlyMemory<byte> bytes = _outgoing.AsMemory(0, _outgoingBytes);
        _outgoingBytes = 0;
        try
        {
            _input.WriteAsync(bytes, _killed.Token).AsTask().GetAwaiter().GetResult();
            _input.Flush();
        }
        catch (OperationCanceledException failure)
        {
            throw new IOException("The program was stopped.", failure);
        }
    }

    /// <summary>Waits for the next answer.</summary>
    /// <param name="bytesMax">The most that is believed.</param>
    /// <param name="answer">Valid until the next one is asked for.</param>
    /// <returns>False when the program has ended instead, or was stopped because it took too long.</returns>
    /// <exception cref="PayloadException">It answers more than is believed; it is stopped.</exception>
    /// <exception cref="DecoderException">It answers another payload than the next.</exception>
    public bool TryRead(int bytesMax, out ReadOnlySpan<byte> answer) => TryRead(bytesMax, _timeout, out answer);

    /// <summary>Stops it at once; who waits for it goes on.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself, or a child of it must not be stopped; nobody waits for either.
        }

        _killed.Cancel();
    }

    /// <summary>How it ended, to follow "the program": the same for the same payload.</summary>
    public string End() => _process.WaitForExit(EndTimeout) ? $"ended with exit code {_process.ExitCode}" : "closed its standard output";

    /// <summary>Ends it: it reads the end of its input, and is stopped if it does not go.</summary>
    public void Dispose()
    {
        try
        {
            _input.Dispose();
        }
        catch (IOException)
        {
            // What it has not read is for nobody.
        }

        if (_killed.IsCancellationRequested || !_process.WaitForExit(EndTimeout))
        {
            Kill();
        }

        _killed.Cancel();
        _errors.Dispose();
        _output.Dispose();
        _process.Dispose();
        _killed.Dispose();
    }

    private void Greet(string command)
    {
        try
        {
            Write(default);
            Flush();
            if (TryRead(BufferBytes, StartTimeout, out _))
            {
                return;
            }
        }
        catch (IOException)
        {
            // It reads nothing: how it ended says why.
        }
        catch (PayloadException failure)
        {
            throw new DecoderException($"The program {command}, which decodes payloads, does not answer the first, empty frame: {failure.Reason}", failure);
        }

        string end = TimedOut ? $"gave no answer within {StartTimeout.TotalSeconds:0} s" : End();
        throw new DecoderException(
            $"The program {command}, which decodes payloads, {end} before it answered the first, empty frame{_errors.Said()}");
    }

    private void Buffer(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_outgoingBytes == _outgoing.Length)
            {
                Flush();
            }

            int some = Math.Min(bytes.Length, _outgoing.Length - _outgoingBytes);
            bytes[..some].CopyTo(_outgoing.AsSpan(_outgoingBytes));
            _outgoingBytes += some;
            bytes = bytes[some..];
        }
    }

    private bool TryRead(int bytesMax, TimeSpan timeout, out ReadOnlySpan<byte> answer)
    {
        answer = default;
        if (!TryFill(HeadBytes, timeout))
        {
            return false;
        }

        uint number = BinaryPrimitives.ReadUInt32LittleEndian(_incoming.AsSpan(_read));
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_incoming.AsSpan(_read + 4));
        if (number != _answered)
        {
            Kill();
            throw new DecoderException(
                $"A program that decodes payloads answers number {number}, and the next was {_answered}: it must answer each payload once, in order, "
                + "with its number, and print nothing else to its standard output");
        }

        if (length > bytesMax)
        {
            Kill();
            throw new PayloadException($"the program answers {length} bytes, expected at most {bytesMax}");
        }

        if (!TryFill(HeadBytes + (int)length, timeout))
        {
            return false;
        }

        _answered++;
        answer = _incoming.AsSpan(_read + HeadBytes, (int)length);
        _read += HeadBytes + (int)length;
        return true;
    }

    /// <summary>Makes sure that so many bytes are there.</summary>
    private bool TryFill(int bytes, TimeSpan timeout)
    {
        if (_filled - _read >= bytes)
        {
            return true;
        }

        _incoming.AsSpan(_read.._filled).CopyTo(_incoming);
        (_read, _filled) = (0, _filled - _read);
        if (_incoming.Length < bytes)
        {
            Array.Resize(ref _incoming, bytes + BufferBytes);
        }

        using var late = new CancellationTokenSource(timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _killed.Token);
        try
        {
            while (_filled < bytes)
            {
                int some = _output.ReadAsync(_incoming.AsMemory(_filled), either.Token).AsTask().GetAwaiter().GetResult();
                if (some == 0)
                {
                    return false;
                }

                _filled += some;
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            TimedOut = late.IsCancellationRequested && !_process.HasExited;
            Kill();
            return false;
        }
    }
}
