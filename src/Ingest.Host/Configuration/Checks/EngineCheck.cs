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
            OpenGroupsBytes = Math.Max(defaults.OpenGroupsBytes, (int)(options.RowGroupBytes.Bytes / 4 * 5)),
        };

        if (limits.UnitParallelism > connections)
        {
            errors.Add("Engine:UnitParallelism", $"{limits.UnitParallelism} units at once need as many connections; Source:MaxConnections allows {connections}");
        }

        long least = limits.OpenGroupsBytes + limits.RowGroupBytes + ((limits.DecodeParallelism + 2L) * limits.PageBytes);
        if (limits.UnitBytes < least)
        {
            errors.Add("Engine:UnitBytes", $"{options.UnitBytes} is too little for row groups of {options.RowGroupBytes} and pages of {options.PageBytes}; give at least {new ByteSize(least)}");
        }

        return limits;
    }
}
