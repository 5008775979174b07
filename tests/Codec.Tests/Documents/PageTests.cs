using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents;
using Ingest.Codec.Documents.Senml;
using Ingest.Codec.Tests.Layout;
using Xunit;

namespace Ingest.Codec.Tests.Documents;

/// <summary>The examples of the pages give what the pages print.</summary>
public class PageTests
{
    private static readonly JsonSerializerOptions Options = new()
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter() },
    };

    [Theory]
    [InlineData("documents.md", 2)]
    [InlineData("senml.md", 1)]
    public void The_examples_of_a_page_give_what_it_prints(string page, int mappings)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", page));
        string[] examples = text.Split("```json mapping\n")[1..];
        Assert.Equal(mappings, examples.Length);
        foreach (string example in examples)
        {
            string[] rows = Rows(example);
            Assert.NotEmpty(rows);
            foreach ((string format, byte[] payload) in Payloads(example))
            {
                Assert.Equal(rows, LayoutRows.Of(Decoder(page, format, example.Split("```")[0]), payload));
            }
        }
    }

    /// <summary>The first table: its columns are those of the samples.</summary>
    private static string[] Rows(string example) =>
        [.. example[example.IndexOf("\n| time ", StringComparison.Ordinal)..].TrimStart().Split("\n\n")[0].Split('\n')[2..]
            .Select(line => string.Join('|', line.Trim('|').Split('|', StringSplitOptions.TrimEntries)))];

    private static IEnumerable<(string Format, byte[] Payload)> Payloads(string example)
    {
        foreach (string block in example.Split("```").Where(block => block.Split('\n')[0].EndsWith(" payload", StringComparison.Ordinal)))
        {
            string format = block.Split(' ')[0];
            string body = block[(block.IndexOf('\n', StringComparison.Ordinal) + 1)..];
            yield return (format, format == "json"
                ? Encoding.UTF8.GetBytes(body)
                : Convert.FromHexString(string.Concat(body.Where(char.IsAsciiHexDigit))));
        }
    }

    private static IPayloadDecoder Decoder(string page, string format, string mapping)
    {
        DocumentFormat of = Enum.Parse<DocumentFormat>(format, ignoreCase: true);
        PageChannel[] channels = JsonSerializer.Deserialize<PageMapping>(mapping, Options)!.Channels;
        return page == "senml.md"
            ? new SenmlDecoder(of, [.. channels.Select(one => new SenmlChannel(one.Value, one.Record, one.RecordUnit))], PayloadLimits.Default)
            : new DocumentDecoder(
                of,
                JsonSerializer.Deserialize<DocumentMapping>(mapping, Options)!,
                [.. channels.Select(one => new DocumentChannel(one.Value, one.Path))],
                PayloadLimits.Default);
    }

    private sealed record PageMapping(PageChannel[] Channels);

    private sealed record PageChannel(string Name, string Path, string Record, string? RecordUnit, int Scale, string? Type)
    {
        public Channel Value => Type is null ? new Channel(Name, Scale) : new Channel(Name, DocumentCase.Type(Type));
    }
}
