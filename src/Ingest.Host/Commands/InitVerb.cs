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
        IReadOnlyList<TableProposal> tables = await proposer.ProposeAsync(cancellation);
        Show(tables);
        if (!tables.Any(table => table.IsActive))
        {
            tables = AtLeastOne(tables, source.Name);
        }

        var text = new InitFile(url, arguments.GetValue(_lake)!)
        {
            PasswordVariable = options.Password?.Env,
            CaFile = options.CaFile,
            Tls = options.Tls,
        };
        target.Write(text.Text(tables), [.. tables.Select(table => table.Layout).OfType<Init.Payloads.LayoutSkeleton>()]);
        Context.Terminal.Out.WriteLine($"{file} is written; look at it, then: ingest doctor --config {file}");
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
    private static TableProposal[] AtLeastOne(IReadOnlyList<TableProposal> tables, string source)
    {
        TableProposal[] promoted = [.. tables.Select(table =>
            table is { Layout: not null, Entry: { } entry } && entry.ContainsKey(nameof(TableOptions.Time)) ? table with { IsActive = true } : table)];
        return promoted.Any(table => table.IsActive)
            ? promoted
            : throw IngestException.Permanent($"no table of {source} can be brought into the lake as it is, so nothing is written: see the lines above");
    }

    private void Show(IReadOnlyList<TableProposal> tables)
    {
        AlignedTable.Write(
            new ResultTable(
                [new ResultColumn("table", false), new ResultColumn("becomes", false), new ResultColumn("because", false)],
                tables.Select(table => new object?[] { table.Source, table.Verdict, table.Why is [var first, ..] ? first : null })),
            Context.Terminal.Out);
        foreach (TableProposal table in tables.Where(table => table.Samples is not null))
        {
            Context.Terminal.Out.WriteLine($"\nthe first samples of {table.Source}:");
            AlignedTable.Write(table.Samples!, Context.Terminal.Out);
        }
    }
}
