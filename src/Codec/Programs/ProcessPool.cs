namespace Ingest.Codec.Programs;

/// <summary>Running programs, as many as are allowed. Those that wait are kept; those that failed are replaced.</summary>
internal sealed class ProcessPool(ProcessSettings settings, string hash, TimeProvider clock) : IDisposable
{
    private const int StartsWithoutAnswerMax = 3;

    private readonly Stack<DecoderProcess> _idle = new();
    private readonly SemaphoreSlim _free = new(settings.Processes, settings.Processes);
    private readonly CancellationTokenSource _stop = new();
    private int _silent;
    private bool _isDisposed;

    /// <summary>A program that has nothing to do. Waits while as many as are allowed are busy.</summary>
    /// <exception cref="DecoderException">None can be started, or none ever answers.</exception>
    /// <exception cref="OperationCanceledException">The pool was disposed.</exception>
    public DecoderProcess Rent()
    {
        _free.Wait(_stop.Token);
        lock (_idle)
        {
            if (_idle.TryPop(out DecoderProcess? idle))
            {
                return idle;
            }
        }

        try
        {
            if (settings.Hash() != hash)
            {
                throw new DecoderException(
                    $"The files of the program {settings.Command[0]}, which decodes payloads, have changed: start again, so that what "
                    + "they decoded before is decoded anew");
            }

            return DecoderProcess.Start(settings, clock);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    /// <summary>Takes back a program that has answered everything.</summary>
    public void Return(DecoderProcess process)
    {
        lock (_idle)
        {
            if (!_isDisposed)
            {
                _idle.Push(process);
                _free.Release();
                return;
            }
        }

        process.Dispose();
    }

    /// <summary>Takes back a program that is of no use any more.</summary>
    public void Discard(DecoderProcess process)
    {
        process.Dispose();
        lock (_idle)
        {
            if (!_isDisposed)
            {
                _free.Release();
            }
        }
    }

    /// <summary>The program works.</summary>
    public void Answered() => Volatile.Write(ref _silent, int.MinValue);

    /// <summary>A program ended instead of answering.</summary>
    /// <exception cref="DecoderException">None has ever answered, and that was not the first.</exception>
    public void Silent(string end)
    {
        if (Volatile.Read(ref _silent) >= 0 && Interlocked.Increment(ref _silent) >= StartsWithoutAnswerMax)
        {
            throw new DecoderException($"The program {string.Join(' ', settings.Command)}, which decodes payloads, {end} before it answered anything");
        }
    }

    public void Dispose()
    {
        DecoderProcess[] idle;
        lock (_idle)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        _stop.Cancel();
        foreach (DecoderProcess process in idle)
        {
            process.Dispose();
        }
    }
}
