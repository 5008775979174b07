using System.CommandLine;
using System.Text.Json;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Host.Configuration;
using Ingest.Host.Output;
using Ingest.Host.Payloads;
using Ingest.Host.Secrets;

namespace Ingest.Host.Commands;

/// <summary><c>ingest decode</c>: decodes payloads as a table's configuration says, to look at them: one, or a sample of many.</summary>
internal sealed class DecodeVerb : Verb
{
    private readonly Argument<string?> _payload = new("PAYLOAD")
    {
        Description = "The payload in hexadecimal or Base64; what could be either is hexadecimal.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _file = new("--file")
    {
        Description = "Read the payload's bytes from a file instead.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = "Read the payload of the source row with this key instead; with commas where the key has several columns.",
        HelpName = "KEY",
    };

    private readonly Option<int?> _sample = new("--sample")
    {
        Description = "Decode so many rows, from the newest unit on, and say what each channel's values are like: a wrong byte order still decodes.",
        HelpName = "N",
    };

    private readonly Option<bool> _watch = new("--watch") { Description = "Do it again whenever the configuration changes, or a file that it names for payloads, or --file; until interrupted." };

    private readonly Option<DateTimeOffset?> _time = new("--time")
    {
        Description = "For a payload that is given: its row's time, which payloads without a time of their own count from (default: now).",
        HelpName = "TIME",
    };

    private readonly Option<string?> _rowVersion = new("--row-version")
    {
        Description = "For a payload that is given: what Versions.Column says of it, where a source column says how a payload is decoded.",
        HelpName = "VERSION",
    };

    private readonly Option<string?> _table =
        SharedOptions.Table("The table whose payload it is. Can be left out where only one table has payloads.");

    private readonly Option<string> _config = SharedOptions.Config();
    private readonly Option<bool> _json = SharedOptions.Json();

    public DecodeVerb(CommandContext context)
        : base("decode", "Decode a payload and print its samples, or where and why it cannot be decoded; or many, and print what they are like.", context)
    {
        Add(_payload);
        Add(_table);
        Add(_file);
        Add(_key);
        Add(_sample);
        Add(_watch);
        Add(_time);
        Add(_rowVersion);
        Add(_config);
        Add(_json);
        Validators.Add(result =>
        {
            int given = (result.GetValue(_payload) is null ? 0 : 1) + (result.GetValue(_file) is null ? 0 : 1)
                + (result.GetValue(_key) is null ? 0 : 1) + (result.GetValue(_sample) is null ? 0 : 1);
            if (given != 1)
            {
                result.AddError("give one payload: as an argument, or with --file or --key; or many, with --sample");
            }

            if (result.GetValue(_sample) is < 1)
            {
                result.AddError("--sample: expected a number of rows of at least 1");
            }

            // A row says these itself.
            if (given == 1 && (result.GetResult(_key) ?? result.GetResult(_sample)) is { } row)
            {
                foreach (Option own in new Option[] { _time, _rowVersion }.Where(own => result.GetResult(own) is not null))
                {
                    result.AddError($"{own.Name} is for a payload that is given; with {row.Option.Name} each row says its own");
                }
            }
        });
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        if (!arguments.GetValue(_watch))
        {
            return await OnceAsync(arguments, cancellation);
        }

        var origin = new ConfigurationOrigin(arguments.GetValue(_config)!, Context.Environment);
        string[] payload = arguments.GetValue(_file) is { } file ? [Path.GetFullPath(file)] : [];
        await WatchedFiles.RepeatAsync(
            () => [.. NamedFiles.Of(origin), .. payload], () => TryOnceAsync(arguments, cancellation), Context.Clock, cancellation);
        return ExitCodes.Done;
    }

    /// <summary>What is wrong is said, and may be right after the next change.</summary>
    private async Task TryOnceAsync(ParseResult arguments, CancellationToken cancellation)
    {
        Context.Terminal.Out.WriteLine();
        try
        {
            await OnceAsync(arguments, cancellation);
        }
        catch (ConfigurationException failure)
        {
            foreach (string error in failure.Errors)
            {
                Context.Terminal.Say(error);
            }
        }
        catch (Exception failure) when (failure is IngestException or DecoderException)
        {
            Context.Terminal.Say(failure.Message);
        }
    }

    private async Task<int> OnceAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using IngestConfiguration configuration = Context.Configuration(arguments.GetValue(_config)!);
        TableSpec table = PayloadTable.Of(configuration, arguments.GetValue(_table));
        bool json = arguments.GetValue(_json);
        if (arguments.GetValue(_sample) is { } rows)
        {
            return await SurveyAsync(configuration, table, rows, json, cancellation);
        }

        if (arguments.GetValue(_key) is { } key)
        {
            return await RowAsync(configuration, table, key, json, cancellation);
        }

        string? version = Version(table, arguments.GetValue(_rowVersion));
        byte[] payload = arguments.GetValue(_file) is { } file
            ? PayloadInput.Read(file)
            : PayloadInput.Parse(arguments.GetValue(_payload)!);
        try
        {
            Show(DecodedPayload.Of(table.Payload!.Decoder, payload, arguments.GetValue(_time) ?? Context.Clock.GetUtcNow(), version), json);
            return ExitCodes.Done;
        }
        catch (PayloadException failure)
        {
            return Show(failure, payload, json);
        }
    }

    /// <exception cref="UsageException">It is missing where a column says it, or given where none does.</exception>
    private static string? Version(TableSpec table, string? version) => (table.Payload!.VersionColumn, version) switch
    {
        ({ } column, null) => throw new UsageException(
            $"the source column {column} says how a payload of {table.Name} is decoded; say what it says with --row-version, or name the row with --key"),
        (null, not null) => throw new UsageException(
            $"--row-version: no source column says how a payload of {table.Name} is decoded; leave it out"),
        _ => version,
    };

    private async Task<int> SurveyAsync(
        IngestConfiguration configuration, TableSpec table, int rows, bool json, CancellationToken cancellation)
    {
        await using ISourceDatabase source = await SourceAccess.OpenAsync(configuration, Context.Clock, cancellation);
        var survey = new PayloadSurvey(table.Payload!.Decoder);
        await survey.ReadAsync(source, table, rows, cancellation);
        if (json)
        {
            survey.WriteJson(Context.Terminal.Out);
        }
        else
        {
            survey.Write(Context.Terminal.Out);
        }

        return survey.HasRejects ? ExitCodes.Failed : ExitCodes.Done;
    }

    private async Task<int> RowAsync(
        IngestConfiguration configuration, TableSpec spec, string key, bool json, CancellationToken cancellation)
    {
        await using ISourceDatabase source = await SourceAccess.OpenAsync(configuration, Context.Clock, cancellation);
        SourceTable table = await source.ResolveAsync(spec, cancellation);
        await using ISourceSnapshot snapshot = await source.OpenAsync(cancellation);
        await using IPageReader reader = snapshot.ReadKey(table, key.Split(','));
        using RowPage page = await reader.NextAsync(cancellation)
            ?? throw IngestException.Permanent($"'{spec.SourceTable}' has no row with the key {key}");
        using var decoding = new PageDecoder(spec.Payload!.Decoder, page);
        if (decoding.Decode(0) is { } fault)
        {
            return Show(fault, decoding.Payload(0).ToArray(), json);
        }

        Show(DecodedPayload.Of(spec.Payload.Decoder, decoding.Samples), json);
        return ExitCodes.Done;
    }

    private void Show(ResultTable samples, bool json)
    {
        if (json)
        {
            JsonResult.Write(Context.Terminal.Out, samples);
        }
        else
        {
            AlignedTable.Write(samples, Context.Terminal.Out);
        }
    }

    private int Show(PayloadException failure, byte[] payload, bool json)
    {
        Context.Terminal.Say($"the payload cannot be decoded: {failure.Message}");
        if (!json)
        {
            if (failure.HasOffset && !failure.IsUnwrapped)
            {
                HexDump.Write(payload, Math.Min(failure.Offset, payload.Length), Context.Terminal.Error);
            }

            return ExitCodes.Failed;
        }

        JsonResult.Write(Context.Terminal.Out, (Utf8JsonWriter members) =>
        {
            members.WriteString("reason", failure.Reason);
            if (failure.HasOffset)
            {
                members.WriteNumber("offset", failure.Offset);
            }
            else
            {
                members.WriteNull("offset");
            }
        });
        return ExitCodes.Failed;
    }
}
