using System.Text.Json;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>The reference implementation in Python as a program, the layout of the page, and the codec itself, over the same rows.</summary>
public sealed class ThreeWaysTests
{
    [SkippableTheory]
    [InlineData("small", 3_000)]
    [InlineData("burst", 300)]
    public async Task Sensorpack_is_read_alike_by_its_codec_its_layout_and_its_reference_implementation(string shape, int rows)
    {
        Skip.IfNot((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "python3"))), "python3 is not installed");
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);
        const string channels = """
            [{ "Name": "temperature", "Scale": 2 }, { "Name": "humidity", "Scale": 2 }, { "Name": "pressure", "Scale": 1 }, { "Name": "battery", "Scale": 3 }, { "Name": "co2" }]
            """;
        installation.Table("readings", $$"""
            { "Time": { "Column": "received_at" }, "Columns": ["sensor_id"], "Payload": { "Column": "payload", "Codec": "sensorpack", "Channels": {{channels}} } }
            """);
        string layout = Repository.Folder("docs/sensorpack.layout.json");
        string program = Path.Combine(installation.Folder, "program.json");
        await File.WriteAllTextAsync(program, $$"""
            { "Codec": "process", "Process": { "Command": ["python3", "{{Repository.Folder("tests/Codec.Tests/SensorPack/answer.py")}}"] }, "Channels": {{channels}} }
            """);
        await installation.JsonAsync(0, "sample", "--shape", shape, "--days", "1");

        foreach ((string one, string other) in new[] { ("configured", layout), (layout, program) })
        {
            JsonElement result = await installation.JsonAsync(0, "codec", "diff", one, other, "--rows", $"{rows}");

            Assert.Equal((rows, 0, 0), (result.Count("rows"), result.Count("rejected"), result.Count("differences")));
        }
    }
}
