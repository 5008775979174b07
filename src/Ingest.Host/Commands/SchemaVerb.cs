using System.CommandLine;
using Ingest.Host.Configuration;

namespace Ingest.Host.Commands;

/// <summary><c>ingest schema</c>: prints the configuration's JSON schema.</summary>
internal sealed class SchemaVerb(CommandContext context) : Verb("schema", Purpose, context)
{
    private const string Purpose =
        "Print the JSON schema of the configuration; name it under \"$schema\" and editors complete and check.";

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        Context.Terminal.Out.WriteLine(ConfigurationSchema.Text());
        return Task.FromResult(ExitCodes.Done);
    }
}
