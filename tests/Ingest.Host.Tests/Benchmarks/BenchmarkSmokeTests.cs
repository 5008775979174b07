using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Attributes;
using Ingest.Benchmarks.Parts;

namespace Ingest.Host.Tests.Benchmarks;

/// <summary>Every benchmark with every set of its parameters, once and small: its own check of the output must hold. Times are for
/// the benchmarks' own runs.</summary>
public class BenchmarkSmokeTests
{
    public static TheoryData<Type, string> Cases
    {
        get
        {
            var cases = new TheoryData<Type, string>();
            foreach (Type type in typeof(ItemsAttribute).Assembly.GetExportedTypes().Where(type => With<BenchmarkAttribute>(type).Any()))
            {
                foreach (string parameters in Combinations(type))
                {
                    cases.Add(type, parameters);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_benchmark_checks_its_output_and_runs(Type type, string parameters)
    {
        object benchmark = Activator.CreateInstance(type)!;
        foreach (string parameter in parameters.Split(' '))
        {
            PropertyInfo property = type.GetProperty(parameter.Split('=')[0])!;
            property.SetValue(benchmark, Convert.ChangeType(parameter.Split('=')[1], property.PropertyType, CultureInfo.InvariantCulture));
        }

        await RunAsync<GlobalSetupAttribute>(benchmark);
        try
        {
            foreach (MethodInfo method in With<BenchmarkAttribute>(type))
            {
                await RunAsync<IterationSetupAttribute>(benchmark);
                await RunAsync(benchmark, method);
                await RunAsync<IterationCleanupAttribute>(benchmark);
            }
        }
        finally
        {
            await RunAsync<GlobalCleanupAttribute>(benchmark);
        }
    }

    /// <summary>Such as <c>Kind=int32 Nulls=True Rows=2000</c>.</summary>
    private static IEnumerable<string> Combinations(Type type)
    {
        IEnumerable<string> combinations = [""];
        foreach (PropertyInfo property in type.GetProperties())
        {
            object?[] values = property.GetCustomAttribute<ParamsAttribute>() switch
            {
                null => [],
                ItemsAttribute items => [items.Smoke],
                { } parameters => parameters.Values,
            };
            if (values.Length > 0)
            {
                combinations = combinations.SelectMany(
                    _ => values, (before, value) => FormattableString.Invariant($"{before} {property.Name}={value}").Trim());
            }
        }

        return combinations;
    }

    private static IEnumerable<MethodInfo> With<T>(Type type)
        where T : Attribute => type.GetMethods().Where(method => method.IsDefined(typeof(T)));

    private static async Task RunAsync<T>(object benchmark)
        where T : Attribute
    {
        foreach (MethodInfo method in With<T>(benchmark.GetType()))
        {
            await RunAsync(benchmark, method);
        }
    }

    private static async Task RunAsync(object benchmark, MethodInfo method)
    {
        if (method.Invoke(benchmark, BindingFlags.DoNotWrapExceptions, null, null, null) is Task task)
        {
            await task;
        }
    }
}
