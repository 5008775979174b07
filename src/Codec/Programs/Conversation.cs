using Ingest.Codec.Columns;

namespace Ingest.Codec.Programs;

/// <summary>
/// Payloads go to a program while its answers come back: one side writes on a thread of its own, since a pipe that is full would
/// hold both. As many are under way as the window allows.
/// </summary>
internal sealed class Conversation : IDisposable
{
    private const int WindowPayloads = 256;

    /// <summary>Beyond this many bytes under way a payload waits for its turn.</summary>
    private const int WindowBytes = 1 << 18;

    private readonly BytesColumn _payloads;
    private readonly PayloadLimits _limits;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _changed = new(0);
    private readonly Queue<int> _underWay = new();
    private readonly Task _writer;
    private int _windowPayloads;
    private long _bytes;
    private bool _stopped;

    /// <param name="process">The program, which has nothing to do.</param>
    /// <param name="payloads">The payloads.</param>
    /// <param name="row">The first one to send.</param>
    /// <param name="limits">What is believed; larger payloads are left out.</param>
    /// <param name="isAlone">Whether the first has to be answered before another one is sent.</param>
    public Conversation(DecoderProcess process, BytesColumn payloads, int row, PayloadLimits limits, bool isAlone)
    {
        Process = process;
        _payloads = payloads;
        _limits = limits;
        _windowPayloads = isAlone ? 1 : WindowPayloads;

        // Not one of the pool's threads: those may all be waiting for answers.
        _writer = Task.Factory.StartNew(() => Write(row), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public DecoderProcess Process { get; }

    /// <summary>Whether the program cannot be used any more.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Waits for a payload's answer. Those of payloads before it, which nobody asked for, are dropped.</summary>
    /// <returns>False when the program ended.</returns>
    public bool TryAnswer(int row, out ReadOnlySpan<byte> answer)
    {
        try
        {
            int answered;
            do
            {
                if (!Process.TryRead(AnswerReader.BytesMax, out answer))
                {
                    IsBroken = true;
                    return false;
                }

                answered = Took();
            }
            while (answered < row);
        }
        catch
        {
            IsBroken = true;
            throw;
        }

        return true;
    }

    /// <summary>Sends no more, and takes the answers that are still to come.</summary>
    /// <returns>Whether the program can be asked again.</returns>
    public bool TryFinish()
    {
        lock (_lock)
        {
            _stopped = true;
        }

        // Answers first: a program that cannot get rid of them reads nothing more, and the writer would wait for it.
        _changed.Release();
        while (!IsBroken && IsUnderWay())
        {
            try
            {
                if (Process.TryRead(AnswerReader.BytesMax, out _))
                {
                    Took();
                }
                else
                {
                    IsBroken = true;
                }
            }
            catch (Exception failure) when (failure is PayloadException or DecoderException)
            {
                IsBroken = true;
            }
        }

        _writer.GetAwaiter().GetResult();
        return !IsBroken;
    }

    /// <summary>Only after <see cref="TryFinish"/>.</summary>
    public void Dispose() => _changed.Dispose();

    private bool IsUnderWay()
    {
        lock (_lock)
        {
            return _underWay.Count != 0;
        }
    }

    private int Took()
    {
        lock (_lock)
        {
            if (!_underWay.TryDequeue(out int row))
            {
                throw new DecoderException("A program that decodes payloads answers more often than it is asked: it must answer each payload once.");
            }

            _bytes -= _payloads[row].Length;
            _windowPayloads = WindowPayloads;
            _changed.Release();
            return row;
        }
    }

    private void Write(int first)
    {
        try
        {
            for (int row = first; row < _payloads.Count; row++)
            {
                if (_payloads.IsNull(row) || _payloads[row].Length > _limits.Bytes)
                {
                    continue;
                }

                if (!TryEnter(row, _payloads[row].Length))
                {
                    break;
                }

                Process.Write(_payloads[row]);
            }

            Process.Flush();
        }
        catch (IOException)
        {
            // It reads no more: whoever waits for its answer sees that it has ended.
        }
    }

    /// <summary>Waits until there is room for one more.</summary>
    private bool TryEnter(int row, int bytes)
    {
        bool isFlushed = false;
        while (true)
        {
            lock (_lock)
            {
                if (_stopped)
                {
                    return false;
                }

                if (_underWay.Count == 0 || (_underWay.Count < _windowPayloads && _bytes + bytes <= WindowBytes))
                {
                    _underWay.Enqueue(row);
                    _bytes += bytes;
                    return true;
                }
            }

            if (!isFlushed)
            {
                Process.Flush();
                isFlushed = true;
            }

            _changed.Wait();
        }
    }
}
