using Ingest.Actors.Units;
using Ingest.Codec;

namespace Ingest.Host.Sampling.Readings;

/// <summary>Which columns of a CSV file are what; names are matched without case.</summary>
/// <param name="Time">The position of the time.</param>
/// <param name="Channels">The position of each channel.</param>
/// <param name="LeftOut">Names of columns that are neither.</param>
internal sealed record CsvColumns(int Time, IReadOnlyList<int> Channels, IReadOnlyList<string> LeftOut)
{
    private static readonly string[] TimeNames = ["date", "time", "timestamp"];

    /// <param name="file">For the sentences.</param>
    /// <param name="header">The names in the file.</param>
    /// <param name="timeColumn">The name of the time's column; null: date, time or timestamp.</param>
    /// <exception cref="IngestException">A column is missing, or a name is there twice.</exception>
    public static CsvColumns Of(string file, IReadOnlyList<string> header, IReadOnlyList<Channel> channels, string? timeColumn)
    {
        int time = timeColumn is null
            ? OnlyTime(file, header)
            : Find(file, header, timeColumn) ?? throw Missing(file, header, $"column {timeColumn}; name another with --time-column");
        int[] positions =
        [
            .. channels.Select(channel =>
                Find(file, header, channel.Name)
                ?? throw Missing(file, header, $"column for channel {channel.Name}; name the channels as the columns"))
        ];
        string[] leftOut = [.. header.Where((_, i) => i != time && !positions.Contains(i))];
        return new CsvColumns(time, positions, leftOut);
    }

    private static int OnlyTime(string file, IReadOnlyList<string> header)
    {
        int[] found = [.. TimeNames.Select(name => Find(file, header, name)).OfType<int>()];
        return found switch
        {
            [int only] => only,
            [] => throw Missing(file, header, "column date, time or timestamp; name the time's with --time-column"),
            _ => throw IngestException.Permanent(
                $"{file} has the columns {string.Join(" and ", found.Select(i => header[i]))}: "
                + "say which tells the time with --time-column."),
        };
    }

    private static int? Find(string file, IReadOnlyList<string> header, string name)
    {
        int[] found =
            [.. Enumerable.Range(0, header.Count).Where(i => string.Equals(header[i], name, StringComparison.OrdinalIgnoreCase))];
        return found.Length <= 1
            ? found.Length == 1 ? found[0] : null
            : throw IngestException.Permanent($"{file} has {found.Length} columns that are named {name}: rename all but one.");
    }

    private static IngestException Missing(string file, IReadOnlyList<string> header, string what) =>
        IngestException.Permanent($"{file} has no {what}. It has {string.Join(", ", header)}.");
}
