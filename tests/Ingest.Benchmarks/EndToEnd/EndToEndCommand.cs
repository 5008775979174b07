using System.CommandLine;
using Ingest.TestKit;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>Runs reader, yardstick and engine in turn over the same days, several times, and prints how they compare.</summary>
internal sealed class EndToEndCommand : Command
{
    public const string Verb = "end-to-end";

    private readonly Option<int> _rounds = new("--rounds") { Description = "How often each runs.", DefaultValueFactory = _ => 5 };
    private readonly Option<int> _days = new("--days") { Description = "Days of five million points.", DefaultValueFactory = _ => 10 };
    private readonly Option<int> _long = new("--long") { Description = "Days of the long backfill, whose cost and memory are held against the short one's; no more than --days: none.", DefaultValueFactory = _ => 60 };
    private readonly Option<string[]> _shapes = new("--shape") { Description = "small (1,000,000 rows a day) or burst (20,000).", DefaultValueFactory = _ => ["small", "burst"] };
    private readonly Option<bool> _beside = new("--beside") { Description = "Also into a bucket, and a plain wide table.", DefaultValueFactory = _ => true };
    private readonly Option<bool> _copy = new("--copy") { Description = "Also a table of five million rows, copied whole, beside mydumper, which must be installed." };
    private readonly Option<string> _ingest = new("--ingest") { Description = "The published executable.", Required = true };

    public EndToEndCommand()
        : base(Verb, "Compare ingest backfill with a bare read loop and with a straight-line program, on a MariaDB server of its own.")
    {
        Add(_rounds);
        Add(_days);
        Add(_long);
        Add(_shapes);
        Add(_beside);
        Add(_copy);
        Add(_ingest);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        await using OwnMariaDb database = await OwnMariaDb.StartAsync(
            "--innodb-buffer-pool-size=6G", "--innodb-log-file-size=512M", "--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync",
            "--innodb-doublewrite=0");
        string[] shapes = arguments.GetValue(_shapes)!;
        string ingest = arguments.GetValue(_ingest)!;
        string folder = Directory.CreateTempSubdirectory("ingest-end-to-end-").FullName;
        try
        {
            foreach (string shape in shapes)
            {
                var days = new Workload(database.Url, OwnMariaDb.Password, shape, arguments.GetValue(_days));
                var comparison = new Comparison(days, Path.Combine(folder, shape), ingest, stop);
                await ReferenceTable.MakeAsync(days, folder, stop);
                ComparisonReport.Write(Console.Out, await comparison.RunAsync(arguments.GetValue(_rounds)));
                Workload longer = days with { DayCount = arguments.GetValue(_long) };
                if (longer.DayCount > days.DayCount)
                {
                    await ReferenceTable.MakeAsync(longer, folder, stop);
                    ComparisonReport.Write(Console.Out, await new LongRun(days, longer, Path.Combine(folder, shape), ingest, stop).RunAsync());
                }
            }

            if (arguments.GetValue(_beside))
            {
                var days = new Workload(database.Url, OwnMariaDb.Password, shapes[^1], arguments.GetValue(_days));
                ComparisonReport.Write(Console.Out, await new BucketRun(days, Path.Combine(folder, shapes[^1]), ingest, stop).RunAsync());
                ComparisonReport.Write(Console.Out, await new WideTable(database.Url, OwnMariaDb.Password, folder, ingest, stop).RunAsync());
            }

            if (arguments.GetValue(_copy))
            {
                ComparisonReport.Write(Console.Out, await new CopiedTable(database.Url, OwnMariaDb.Password, folder, ingest, stop).RunAsync());
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }
}
