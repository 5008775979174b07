using Ingest.Host.Sampling;

namespace Ingest.Host.Output.Progress;

/// <summary>How many rows of how many were added, as a line on standard error every few seconds.</summary>
internal sealed class RowProgress(Terminal terminal, TimeProvider clock) : IProgress<SampleProgress>
{
    private long _last = clock.GetTimestamp();

    /// <inheritdoc/>
    public void Report(SampleProgress value)
    {
        if (clock.GetElapsedTime(_last) >= PlainProgress.Period)
        {
            _last = clock.GetTimestamp();
            terminal.Error.WriteLine($"{value.Rows}/{value.Total} rows");
        }
    }
}
