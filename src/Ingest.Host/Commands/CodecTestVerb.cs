using System.CommandLine;
using System.Text.Json;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Output;
using Ingest.Host.Payloads;

namespace Ingest.Host.Commands;

/// <summary><c>ingest codec test</c>: decodes payloads whose samples are known.</summary>
internal sealed class CodecTestVerb : Verb
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "A list of { \"name\", \"payload\", \"rowTime\", \"rowVersion\", and \"samples\" as decode --json writes them, or \"error\" }.",
    };

    private readonly Option<string?> _table = SharedOptions.Table("The table whose payloads they are. Can be left out where only one table has payloads.");
    private readonly Option<string> _config = SharedOptions.Config();
    private readonly Option<bool> _json = SharedOptions.Json();

    public CodecTestVerb(CommandContext context)
        : base("test", "Decode payloads whose samples are known, and show where they differ.", context)
    {
        Add(_file);
        Add(_table);
        Add(_config);
        Add(_json);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using IngestConfiguration configuration = Context.Configuration(arguments.GetValue(_config)!);
        TableSpec table = PayloadTable.Of(configuration, arguments.GetValue(_table));
        IReadOnlyList<GoldenVector> vectors = GoldenVector.Read(arguments.GetValue(_file)!);
        List<(int Vector, string Name, string Wrong)> failures =
        [
            .. vectors.SelectMany((vector, i) => vector.Check(table.Payload!).Select(wrong => (i, vector.Name ?? $"vector {i}", wrong))),
        ];
        int failed = failures.Select(failure => failure.Vector).Distinct().Count();
        if (arguments.GetValue(_json))
        {
            JsonResult.Write(Context.Terminal.Out, (Utf8JsonWriter members) =>
            {
                members.WriteNumber("vectors", vectors.Count);
                members.WriteNumber("failed", failed);
                members.WriteStartArray("failures");
                foreach ((_, string name, string wrong) in failures)
                {
                    members.WriteStartObject();
                    members.WriteString("name", name);
                    members.WriteString("wrong", wrong);
                    members.WriteEndObject();
                }

                members.WriteEndArray();
            });
        }
        else
        {
            Context.Terminal.Out.WriteLine($"{vectors.Count} vectors, {failed} failed");
        }

        foreach ((_, string name, string wrong) in failures)
        {
            Context.Terminal.Say($"{name}: {wrong}");
        }

        return Task.FromResult(failed == 0 ? ExitCodes.Done : ExitCodes.Differences);
    }
}
