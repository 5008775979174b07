using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;

namespace Ingest.Benchmarks.Parts;

/// <summary>What is reported of every part: time and rate for each item, and allocations.</summary>
internal sealed class PartsConfig : ManualConfig
{
    public PartsConfig()
    {
        // The generated project builds the product too, which takes longer than the usual two minutes on a busy machine.
        BuildTimeout = TimeSpan.FromMinutes(10);
        AddColumn(ItemsColumn.Nanoseconds, ItemsColumn.PerSecond, ItemsColumn.Allocated);
        AddDiagnoser(MemoryDiagnoser.Default);
    }
}
