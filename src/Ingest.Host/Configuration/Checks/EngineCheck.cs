using Ingest.Actors.Units;
using Ingest.Host.Configuration.Keys;
using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Configuration.Checks;

/// <summary>Sizes that must fit each other.</summary>
internal sealed class EngineCheck(ErrorList errors)
{
    /// <param name="maxConnections">Of the source; null when it is not known.</param>
    public EngineLimits Check(EngineOptions options, int? maxConnections)
    {
        var defaults = new EngineLimits();
        int connections = maxConnections ?? int.MaxValue;
        var limits = new EngineLimits
        {
            PageBytes = (int)options.PageBytes.Bytes,
            UnitBytes = options.UnitBytes.Bytes,
            UnitParallelism = options.UnitParallelism ?? Math.Min(defaults.UnitParallelism, connections),
            DecodeParallelism = options.DecodeParallelism,
            RowGroupRows = options.RowGroupRows,
            RowGroupBytes = (int)options.RowGroupBytes.Bytes,
        };

        if (limits.UnitParallelism > connections)
        {
            errors.Add(
                "Engine:UnitParallelism",
                $"{limits.UnitParallelism} units at once need as many connections; Source:MaxConnections allows {connections}");
        }

        if (limits.UnitBytes < limits.UnitBytesMin)
        {
            string pages = $"{options.DecodeParallelism} pages of {options.PageBytes} at once";
            errors.Add(
                "Engine:UnitBytes",
                $"{options.UnitBytes} is too little for row groups of {options.RowGroupBytes} and {pages}; "
                + $"give at least {new ByteSize(WholeMebibytes(limits.UnitBytesMin))}");
        }

        return limits;
    }

    private static long WholeMebibytes(long bytes) => (bytes + (1 << 20) - 1) >> 20 << 20;
}
