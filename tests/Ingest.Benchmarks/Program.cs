using BenchmarkDotNet.Running;
using Ingest.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(CodecBenchmarks).Assembly).Run(args);
