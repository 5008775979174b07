using System.CommandLine;

namespace Ingest.Host.Commands;

/// <summary><c>ingest codec</c>: what proves that payloads are decoded right.</summary>
internal sealed class CodecCommand : Command
{
    public CodecCommand(CommandContext context)
        : base("codec", "Prove how payloads are decoded: against another way, or against payloads whose samples are known.")
    {
        Add(new CodecDiffVerb(context));
        Add(new CodecTestVerb(context));
    }
}
