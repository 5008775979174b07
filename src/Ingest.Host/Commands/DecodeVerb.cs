using System.CommandLine;
using System.Text.Json;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Host.Configuration;
using Ingest.Host.Output;
using Ingest.Host.Payloads;

namespace Ingest.Host.Commands;

/// <summary><c>ingest decode</c>: decodes one payload as a table's configuration says, to look at it.</summary>
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

    private readonly Option<DateTimeOffset?> _time = new("--time")
    {
        Description = "The row's own time, which payloads without a time of their own count from (default: now).",
        HelpName = "TIME",
    };

    private readonly Option<string?> _table =
        SharedOptions.Table("The table whose payload it is. Can be left out where only one table has payloads.");

    private readonly Option<string> _config = SharedOptions.Config();
    private readonly Option<bool> _json = SharedOptions.Json();

    public DecodeVerb(CommandContext context)
        : base("decode", "Decode one payload and print its samples, or where and why it cannot be decoded.", context)
    {
        Add(_payload);
        Add(_table);
        Add(_file);
        Add(_time);
        Add(_config);
        Add(_json);
        Validators.Add(result =>
        {
            if (result.GetValue(_payload) is null == result.GetValue(_file) is null)
            {
                result.AddError("give one payload: as an argument, or with --file");
            }
        });
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using IngestConfiguration configuration = Context.Configuration(arguments.GetValue(_config)!);
        TableSpec table = PayloadTable.Of(configuration, arguments.GetValue(_table));
        byte[] payload = arguments.GetValue(_file) is { } file
            ? PayloadInput.Read(file)
            : PayloadInput.Parse(arguments.GetValue(_payload)!);
        bool json = arguments.GetValue(_json);
        try
        {
            Show(DecodedPayload.Of(table.Payload!.Decoder, payload, arguments.GetValue(_time) ?? Context.Clock.GetUtcNow()), json);
            return Task.FromResult(ExitCodes.Done);
        }
        catch (PayloadException failure)
        {
            Show(failure, payload, json);
            return Task.FromResult(ExitCodes.Failed);
        }
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

    private void Show(PayloadException failure, byte[] payload, bool json)
    {
        Context.Terminal.Say($"the payload cannot be decoded: {failure.Message}");
        if (!json)
        {
            HexDump.Write(payload, failure.Offset, Context.Terminal.Error);
            return;
        }

        JsonResult.Write(Context.Terminal.Out, (Utf8JsonWriter members) =>
        {
            members.WriteString("reason", failure.Reason);
            members.WriteNumber("offset", failure.Offset);
        });
    }
}
