using System.CommandLine;
using BenchmarkDotNet.Running;
using Ingest.Benchmarks;
using Ingest.Benchmarks.EndToEnd;

switch (args)
{
    case [EndToEndCommand.Verb, ..]:
        return await new EndToEndCommand().Parse(args[1..]).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    case [Runs.Verb, .. var run]:
        return await Runs.MainAsync(run);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(CodecBenchmarks).Assembly).Run(args);
        return 0;
}
