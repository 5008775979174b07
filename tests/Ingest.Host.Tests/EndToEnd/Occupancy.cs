using System.Globalization;
using Ingest.TestKit;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>Readings of a real room: the files' text, read here without any of the project's own code.</summary>
internal sealed class Occupancy
{
    /// <summary>The files' columns after the number and the time, as the lake names them.</summary>
    public static readonly string[] Channels = ["temperature", "humidity", "light", "co2", "humidityratio", "occupancy"];

    private readonly List<(string Date, decimal[] Values)> _readings = [];

    /// <summary>Skips the test where the files are absent.</summary>
    public Occupancy()
    {
        string folder = SharedData.Require("occupancy");
        Files = [Path.Combine(folder, "datatest.txt"), Path.Combine(folder, "datatraining.txt")];
        foreach (string line in Files.SelectMany(file => File.ReadLines(file).Skip(1)))
        {
            string[] cells = line.Split(',');
            string date = cells[1].Trim('"')[..10].Replace("-", "", StringComparison.Ordinal);
            _readings.Add((date, [.. cells.Skip(2).Select(cell => decimal.Parse(cell, CultureInfo.InvariantCulture))]));
        }
    }

    public IReadOnlyList<string> Files { get; }

    /// <summary>For each date and channel, in order: <c>date channel count minimum maximum sum</c>.</summary>
    public IEnumerable<string> Facts() =>
        from day in _readings.GroupBy(reading => reading.Date).OrderBy(day => day.Key, StringComparer.Ordinal)
        from channel in Enumerable.Range(0, Channels.Length)
        let values = day.Select(reading => reading.Values[channel]).ToArray()
        select Fact(day.Key, Channels[channel], values.Length, values.Min(), values.Max(), values.Sum());

    /// <summary>Decimals are alike whatever zeros they end with.</summary>
    public static string Fact(string date, string channel, long count, decimal minimum, decimal maximum, decimal sum) =>
        string.Create(CultureInfo.InvariantCulture, $"{date} {channel} {count} {minimum / 1.0000000000000000000000000000m} {maximum / 1.0000000000000000000000000000m} {sum / 1.0000000000000000000000000000m}");
}
