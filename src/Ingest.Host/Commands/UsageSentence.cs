using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Ingest.Codec;

namespace Ingest.Host.Commands;

/// <summary>What somebody is told whose command line cannot be understood: one line.</summary>
internal static partial class UsageSentence
{
    /// <returns>Null when the command line can be understood.</returns>
    public static string? Of(RootCommand root, ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string help = $"see ingest {Path(parsed)} --help";
        if (command is CodecCommand)
        {
            return parsed.Action is null or ParseErrorAction ? OfGroup(command, parsed.UnmatchedTokens, help) : null;
        }

        if (command == root)
        {
            return parsed.Action is null or ParseErrorAction ? OfRoot(root, parsed.UnmatchedTokens) : null;
        }

        if (UnknownOption(parsed) is { } unknown)
        {
            return Spelling.Nearest(unknown, command.Options.Select(option => option.Name)) is { } nearest
                ? $"unknown option {unknown}, did you mean {nearest}? {help}"
                : $"unknown option {unknown}; {help}";
        }

        return parsed.Action is ParseErrorAction ? $"{parsed.Errors[0].Message.TrimEnd('.')}; {help}" : null;
    }

    /// <summary>The command's name with those that it is under: <c>codec diff</c>.</summary>
    private static string Path(ParseResult parsed)
    {
        List<string> names = [];
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Parent: not null } command; result = command.Parent)
        {
            names.Insert(0, command.Command.Name);
        }

        return string.Join(' ', names);
    }

    /// <summary>What looks like an option but was taken for an argument. Everything after <c>--</c> is an argument.</summary>
    private static string? UnknownOption(ParseResult parsed) => parsed.Tokens
        .TakeWhile(token => token.Type != TokenType.DoubleDash)
        .FirstOrDefault(token => token.Type == TokenType.Argument && OptionName().IsMatch(token.Value))?.Value;

    [GeneratedRegex(@"\A--[a-z][a-z-]*\z")]
    private static partial Regex OptionName();

    private static string OfRoot(RootCommand root, IReadOnlyList<string> unmatched) => OfGroup(root, unmatched, "see ingest --help");

    private static string OfGroup(Command group, IReadOnlyList<string> unmatched, string help)
    {
        IEnumerable<string> verbs = group.Subcommands.Select(verb => verb.Name);
        if (unmatched.Count == 0)
        {
            return $"say what to do: {string.Join(", ", verbs)}; {help}";
        }

        return Spelling.Nearest(unmatched[0], verbs) is { } nearest
            ? $"unknown command '{unmatched[0]}', did you mean {nearest}? {help}"
            : $"unknown command '{unmatched[0]}'; {help}";
    }
}
