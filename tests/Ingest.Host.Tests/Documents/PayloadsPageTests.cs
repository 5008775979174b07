using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;

namespace Ingest.Host.Tests.Documents;

/// <summary>The page that goes from a blob to columns is followed word for word: its files are written, its commands run, and each
/// prints what the page says.</summary>
public sealed partial class PayloadsPageTests
{
    private static readonly DateTime Day = new(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Every_command_of_the_page_prints_what_the_page_says()
    {
        string page = Repository.Read("docs/payloads.md");
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);
        await FillAsync(installation);

        int commands = 0;
        foreach (Match step in Step().Matches(page))
        {
            if (step.Groups["file"].Success)
            {
                await File.WriteAllTextAsync(Path.Combine(installation.Folder, step.Groups["file"].Value), step.Groups["content"].Value);
                continue;
            }

            string expected = Indent().Replace(step.Groups["output"].Value, "").TrimEnd();
            string[] arguments = [.. Word().Matches(step.Groups["command"].Value).Select(word => word.Value.Trim('"'))];
            CliResult result = await installation.RunWrittenAsync(arguments[0], [.. arguments.Skip(1).Select(word => word.EndsWith("golden.json", StringComparison.Ordinal) ? Path.Combine(installation.Folder, word) : word)]);

            if (expected.Length == 0)
            {
                Assert.True(result.Exit == 0, result.Error);
            }
            else
            {
                Assert.Equal(expected, (result.Out + result.Error).TrimEnd(), ignoreLineEndingDifferences: true);
            }

            commands++;
        }

        Assert.Equal(7, commands);
    }

    private static async Task FillAsync(Installation installation)
    {
        await installation.Source.ExecuteAsync("CREATE TABLE messages (id INTEGER PRIMARY KEY, received_at DATETIME NOT NULL, payload BLOB NOT NULL)");
        await installation.Source.ExecuteAsync("CREATE INDEX received ON messages (received_at)");
        for (int id = 1; id <= 200; id++)
        {
            DateTime time = Day.AddMinutes(10 * id);
            byte[] message = new byte[4 + (3 * 7) + 2];
            "WX"u8.CopyTo(message);
            (message[2], message[3]) = (1, 3);
            for (int reading = 0; reading < 3; reading++)
            {
                Span<byte> record = message.AsSpan(4 + (7 * reading));
                BinaryPrimitives.WriteUInt32BigEndian(record, (uint)(time - DateTime.UnixEpoch).TotalSeconds - 20 + (uint)(10 * reading));
                BinaryPrimitives.WriteInt16BigEndian(record[4..], (short)(2_150 - (20 * (id % 120)) + reading));
                record[6] = (byte)(90 + (id % 20));
            }

            BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(^2), Modbus(message.AsSpan(..^2)));
            await installation.Source.ExecuteAsync("INSERT INTO messages VALUES (@0, @1, @2)", id, time.ToString("yyyy-MM-dd HH:mm:ss", null), message);
        }
    }

    /// <summary>CRC-16/MODBUS, bit by bit.</summary>
    private static ushort Modbus(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xffff;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xa001 : crc >> 1;
            }
        }

        return (ushort)crc;
    }

    [GeneratedRegex("`(?<file>[a-z0-9.]+)`:\n\n```json\n(?<content>.*?)```|^    \\$ ingest (?<command>[^\n]*)\n(?<output>(    [^\n$]*\n)*)", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex("^    ", RegexOptions.Multiline)]
    private static partial Regex Indent();

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Word();
}
