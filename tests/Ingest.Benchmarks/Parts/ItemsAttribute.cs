using BenchmarkDotNet.Attributes;

namespace Ingest.Benchmarks.Parts;

/// <summary>Marks the parameter that says how many items (points, rows) one invocation works on: <see cref="ItemsColumn"/> divides by
/// it, and a smoke run sets it small.</summary>
/// <param name="measured">Items where time is measured.</param>
/// <param name="smoke">Items where only the output is looked at.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemsAttribute(int measured, int smoke) : ParamsAttribute(measured)
{
    public int Smoke { get; } = smoke;
}
