using Ingest.Host.Commands;

using var signals = new StopSignals();
return await IngestCommand.RunAsync(args, CommandContext.OfProcess(), signals.Stop);
