using System.CommandLine;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Configuration.Keys;
using Ingest.Host.Init;
using Ingest.Host.Output;

namespace Ingest.Host.Commands;

/// <summary><c>ingest init</c>: writes a configuration from what a database has.</summary>
internal sealed class InitVerb : Verb
{
    private const string PasswordDefault = "DB_PASSWORD";

    private readonly Argument<string> _url = new("URL") { Description = "The database: mysql://user@host:3306/schema or sqlite:file.db." };

    private readonly Option<string> _out = new("--out")
    {
        Description = "The file that is written.",
        HelpName = "FILE",
        DefaultValueFactory = _ => SharedOptions.ConfigDefault,
    };

    private readonly Option<string?> _password = new("--password-env")
    {
        Description = $"The environment variable that holds the password (default: {PasswordDefault}, where it is set).",
        HelpName = "VARIABLE",
    };

    private readonly Option<string> _lake = new("--lake")
    {
        Description = "The lake's root: a directory, or s3://bucket/prefix.",
        HelpName = "PATH",
        DefaultValueFactory = _ => "lake",
    };

    private readonly Option<string?> _tls = new("--tls") { Description = "How far TLS goes: verify-full, verify-ca, required or off.", HelpName = "TLS" };
    private readonly Option<string?> _ca = new("--ca-file") { Description = "The certificates of those who may vouch for the server.", HelpName = "FILE" };
    private readonly Option<bool> _force = new("--force") { Description = "Write over files that are there already." };

    public InitVerb(CommandContext context)
        : base("init", "Write a configuration from what a database has: each table's key, time and payloads, each choice with its reason.", context)
    {
        _tls.AcceptOnlyFromAmong(TlsNames.VerifyFull, TlsNames.VerifyCa, TlsNames.Required, TlsNames.Off);
        Add(_url);
        Add(_out);
        Add(_password);
        Add(_lake);
        Add(_tls);
        Add(_ca);
        Add(_force);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string file = arguments.GetValue(_out)!;
        string url = InitSource.Url(arguments.GetValue(_url)!);
        var target = new InitTarget(file, arguments.GetValue(_force), Context.Environment);
        target.Check();
        SourceOptions options = Source(arguments, url);
        await using ISourceDatabase source = await InitSource.OpenAsync(
            options, new ConfigurationOrigin(file, Context.Environment), Context.Clock, cancellation);
        var proposer = new TableProposer(source, InitSource.IsSqlite(url), Context.Clock);
        IReadOnlyList<TableProposal> tables = AtLeastOne(await proposer.ProposeAsync(cancellation));
        var summary = new InitSummary(tables, Context.Terminal);
        summary.WriteTables();
        if (!tables.Any(table => table.IsActive))
        {
            throw IngestException.Permanent($"no table of {source.Name} can be brought into the lake as it is, so nothing is written: see the lines above");
        }

        var text = new InitFile(url, arguments.GetValue(_lake)!)
        {
            PasswordVariable = options.Password?.Env,
            CaFile = options.CaFile,
            Tls = options.Tls,
        };
        target.Write(text.Text(tables), [.. tables.Select(table => table.Layout).OfType<Init.Payloads.LayoutSkeleton>()]);
        summary.WriteIndexes();
        foreach (string warning in proposer.Warnings)
        {
            Context.Terminal.Say(warning);
        }

        string config = file == SharedOptions.ConfigDefault ? "" : $" --config {file}";
        string some = $"{tables.Count(table => table.IsActive)} of {Counted.Of(tables.Count, "table")}";
        Context.Terminal.Out.WriteLine($"\n{file} is written, with {some}. Look at it, then: ingest doctor{config}");
        return ExitCodes.Done;
    }

    private SourceOptions Source(ParseResult arguments, string url)
    {
        string? variable = arguments.GetValue(_password) ?? (Context.Environment.ContainsKey(PasswordDefault) && !InitSource.IsSqlite(url) ? PasswordDefault : null);
        return new SourceOptions
        {
            Url = url,
            Password = variable is null ? null : new PasswordOptions { Env = variable },
            Tls = arguments.GetValue(_tls),
            CaFile = arguments.GetValue(_ca) is { } ca ? Path.GetFullPath(ca) : null,
        };
    }

    /// <summary>A configuration has a table: then bytes that nobody has described yet are taken as they are.</summary>
    private static IReadOnlyList<TableProposal> AtLeastOne(IReadOnlyList<TableProposal> tables) => tables.Any(table => table.IsActive)
        ? tables
        : [.. tables.Select(table => table is { LacksOnlyLayout: true, Layout: { } layout }
            ? table with { IsActive = true, Verdict = $"decoded: its bytes as they are, until {layout.File} describes them" }
            : table)];
}
