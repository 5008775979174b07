namespace Ingest.Codec.Programs;

/// <summary>Running programs, as many as are allowed. Those that wait are kept; those that failed are replaced.</summary>
internal sealed class ProcessPool(ProcessSettings settings, string hash, TimeProvider clock) : IDisposable
{
    private readonly Stack<DecoderProcess> _idle = new();
    private readonly SemaphoreSlim _free = new(settings.Processes, settings.Processes);
    private readonly CancellationTokenSource _stop = new();
    private bool _isDisposed;

    /// <summary>A program that has nothing to do. Waits while as many as are allowed are busy.</summary>
    /// <exception cref="DecoderException">None can be started, or its files have changed or cannot be read.</exception>
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
        catch (Exception failure)
        {
            _free.Release();
            if (failure is IOException or UnauthorizedAccessException)
            {
                throw new DecoderException($"A file of the program {settings.Command[0]}, which decodes payloads, cannot be read: {failure.Message}", failure);
            }

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
