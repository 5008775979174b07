using Ingest.Host.Commands;
using Ingest.Host.Output;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.Host.Tests.Commands;

/// <summary>The executable inside this process, in a folder of its own with a configuration and a lake.</summary>
public sealed class Cli : IDisposable
{
    private const string Configuration = """
        {
          "Source": { "Url": "sqlite:source.db" },
          "Lake": { "Root": "lake" },
          "Tables": {
            "raw_sensor_data": {
              "Path": "raw-sensor-data", "Time": { "Column": "received_at" }, "Columns": ["sensor_id"],
              "Payload": { "Column": "payload", "Codec": "sensorpack",
                           "Channels": [ { "Name": "temperature", "Scale": 2 }, { "Name": "co2" } ] }
            },
            "sensors": { "Copy": true }
          }
        }
        """;

    public Cli()
    {
        Config = Folder.File("ingest.json", Configuration);
        Lake = Path.Combine(Folder.Path, "lake");
    }

    public TempFolder Folder { get; } = new();

    public string Config { get; }

    public string Lake { get; }

    public void Dispose() => Folder.Dispose();

    /// <summary>Runs a verb with this folder's configuration.</summary>
    public Task<CliResult> RunAsync(string verb, params string[] arguments) =>
        RawAsync([verb, "--config", Config, .. arguments]);

    public static async Task<CliResult> RawAsync(IReadOnlyList<string> arguments, CancellationToken stop = default)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CommandContext(new Terminal(output, error, false), new Dictionary<string, string>(), new FakeTimeProvider());
        int exit = await IngestCommand.RunAsync(arguments, context, stop);
        return new CliResult(exit, output.ToString(), error.ToString());
    }
}

/// <summary>What a command said and how it ended.</summary>
public sealed record CliResult(int Exit, string Out, string Error);
