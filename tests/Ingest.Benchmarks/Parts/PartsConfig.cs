using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;

namespace Ingest.Benchmarks.Parts;

/// <summary>What is reported of every part: time and rate for each item, and allocations.</summary>
internal sealed class PartsConfig : ManualConfig
{
    public PartsConfig()
    {
        AddColumn(ItemsColumn.Nanoseconds, ItemsColumn.PerSecond);
        AddDiagnoser(MemoryDiagnoser.Default);
    }
}
