using System.CommandLine;
using Ingest.Codec;

namespace Ingest.Host.Commands;

/// <summary>What somebody is told whose command line cannot be understood: one line.</summary>
internal static class UsageSentence
{
    public static string Of(RootCommand root, ParseResult parsed) =>
        parsed.CommandResult.Command == root ? OfRoot(root, parsed.UnmatchedTokens) : OfVerb(parsed);

    private static string OfVerb(ParseResult parsed)
    {
        string error = parsed.Errors[0].Message.TrimEnd('.');
        return $"{error}; see ingest {parsed.CommandResult.Command.Name} --help";
    }

    private static string OfRoot(RootCommand root, IReadOnlyList<string> unmatched)
    {
        const string help = "see ingest --help";
        IEnumerable<string> verbs = root.Subcommands.Select(verb => verb.Name);
        if (unmatched.Count == 0)
        {
            return $"say what to do: {string.Join(", ", verbs)}; {help}";
        }

        return Spelling.Nearest(unmatched[0], verbs) is { } nearest
            ? $"unknown command '{unmatched[0]}', did you mean {nearest}? {help}"
            : $"unknown command '{unmatched[0]}'; {help}";
    }
}
