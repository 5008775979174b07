using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Host.Sampling;
using Ingest.Host.Sampling.Readings;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Host.Tests.Sampling.Readings;

public sealed class CsvReadingsTests : IDisposable
{
    private const string TwoReadings = "time,temperature,co2\n2021-01-01 00:00:00,1.5,400\n2021-01-01 00:00:01,1.6,401\n";

    private static readonly Channel[] TwoChannels = [new("temperature", 2), new("co2", 0)];

    private static readonly Channel[] OccupancyChannels =
    [
        new("temperature", 16, 18), new("humidity", 16, 18), new("light", 14, 18), new("co2", 14, 18), new("humidityratio", 17, 18),
        new("occupancy", 0, 1),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ingest-csv-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Readings_become_bursts()
    {
        List<string> bursts = Read(TwoReadings);

        Assert.Equal(["sensor 1, received 1609459201000000: [0 1000000] [150 160 400 401] []"], bursts);
    }

    [Fact]
    public void A_burst_has_no_more_samples_than_it_may()
    {
        List<string> bursts = Read(TwoReadings, options => options with { SamplesPerRow = 1, Sensor = 7 });

        Assert.Equal(
            ["sensor 7, received 1609459200000000: [0] [150 400] []", "sensor 7, received 1609459201000000: [0] [160 401] []"],
            bursts);
    }

    [Fact]
    public void A_burst_ends_with_its_day()
    {
        List<string> bursts = Read(
            "time,temperature,co2\n2020-12-31 23:59:59,1,1\n2021-01-01 00:00:00,2,2\n2021-01-01 00:00:01,3,3\n");

        Assert.Equal(
            ["sensor 1, received 1609459199000000: [0] [100 1] []", "sensor 1, received 1609459201000000: [0 1000000] [200 300 2 3] []"],
            bursts);
    }

    [Fact]
    public void An_empty_field_is_a_missing_value()
    {
        List<string> bursts = Read("time,temperature,co2\n2021-01-01 00:00:00,,400\n2021-01-01 00:00:01,1.6,\n");

        Assert.Equal(["sensor 1, received 1609459201000000: [0 1000000] [0 160 400 0] [1 0 0 1]"], bursts);
    }

    [Fact]
    public void The_first_of_one_field_more_than_names_is_a_row_number()
    {
        List<string> bursts = Read("\"date\",\"CO2\",\"Temperature\"\n\"140\",\"2021-01-01 00:00:00\",400,1.5\n");

        Assert.Equal(["sensor 1, received 1609459200000000: [0] [150 400] []"], bursts);
    }

    [Fact]
    public void Semicolons_blank_lines_and_a_byte_order_mark_are_understood()
    {
        List<string> bursts = Read("\uFEFFtime;temperature;co2\r\n\r\n2021-01-01 00:00:00;1.5;400\r\n\r\n");

        Assert.Equal(["sensor 1, received 1609459200000000: [0] [150 400] []"], bursts);
    }

    [Fact]
    public void Columns_that_are_no_channel_are_left_out_and_named()
    {
        CsvReadings readings = Readings("when,x,temperature,co2\n", options => options with { TimeColumn = "When" });

        Assert.Equal(["x"], readings.Columns().LeftOut);
    }

    [Theory]
    [InlineData("2021-01-01 00:00:01,1.6001,401", "a.csv line 3: temperature 1.6001 has 4 decimals, its channel's Scale is 2; raise Scale or pass --round")]
    [InlineData("2021-01-01 00:00:01,12345678,401", "a.csv line 3: temperature 12345678 needs more digits with Scale 2 than its channel's Precision of 9; raise Precision or lower Scale")]
    [InlineData("yesterday,1.6,401", "a.csv line 3: time yesterday is no time such as 2021-01-01 12:00:00 or 2021-01-01T12:00:00Z")]
    [InlineData("2021-01-01 00:00:01,1.6", "a.csv line 3: there are 2 fields, but 3 are due")]
    [InlineData("2021-01-01 00:00:01,x,401", "a.csv line 3: temperature x is no decimal number")]
    [InlineData("\n2021-01-01 00:00:01,x,401", "a.csv line 4: temperature x is no decimal number")]
    public void A_wrong_line_is_named(string line, string sentence)
    {
        var refused = Assert.Throws<IngestException>(
            () => Read("time,temperature,co2\n2021-01-01 00:00:00,1.5,400\n" + line + "\n2021-01-01 00:00:02,1.5,400\n"));

        Assert.Equal(sentence, refused.Message);
    }

    [Fact]
    public void A_quote_without_end_is_named_with_its_line()
    {
        var refused = Assert.Throws<IngestException>(
            () => Read("time,temperature,co2\n2021-01-01 00:00:00,1.5,400\n2021-01-01 00:00:01,\"1.6,401\n"));

        Assert.StartsWith("a.csv line 3: ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "a.csv is empty: its first line should name the columns.")]
    [InlineData("time,temperature\n", "a.csv has no column for channel co2; name the channels as the columns. It has time, temperature.")]
    [InlineData("temperature,co2\n", "a.csv has no column date, time or timestamp; name the time's with --time-column. It has temperature, co2.")]
    [InlineData("date,time,temperature,co2\n", "a.csv has the columns date and time: say which tells the time with --time-column.")]
    [InlineData("time,co2,CO2,temperature\n", "a.csv has 2 columns that are named co2: rename all but one.")]
    public void A_wrong_header_is_explained(string text, string sentence)
    {
        Assert.Equal(sentence, Assert.Throws<IngestException>(() => Read(text)).Message);
    }

    [Fact]
    public void Further_decimals_are_rounded_when_told_to()
    {
        List<string> bursts = Read(
            "time,temperature,co2\n2021-01-01 00:00:00,1.505,-0.5\n", options => options with { Round = true });

        Assert.Equal(["sensor 1, received 1609459200000000: [0] [151 -1] []"], bursts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_536)]
    public void A_burst_that_no_payload_holds_is_refused(int samples)
    {
        var refused = Assert.Throws<IngestException>(
            () => Read(TwoReadings, options => options with { SamplesPerRow = samples }));

        Assert.Equal($"--burst {samples} is not 1 to 65535, what a payload of 2 channels holds.", refused.Message);
    }

    // Line counts by wc, the first line by eye.
    [SkippableTheory]
    [InlineData("datatest.txt", 2665, 1422886740000000, 476416302416414)]
    [InlineData("datatraining.txt", 8143, 1423072260000000, 479298817650529)]
    public void The_occupancy_readings_are_packed_whole(string file, int samples, long firstTime, long firstRatio)
    {
        string path = Path.Combine(SharedData.Require("occupancy"), file);
        var readings = new CsvReadings(new CsvOptions(path), OccupancyChannels);

        int count = 0;
        foreach (Burst burst in readings.Read())
        {
            if (count == 0)
            {
                Assert.Equal(firstTime, burst.Times[0]);
                Assert.Equal(firstRatio, burst.Values[4 * burst.Count]);
            }

            Assert.True(burst.Nulls.IsEmpty);
            count += burst.Count;
        }

        Assert.Equal(samples, count);
        Assert.Empty(readings.Columns().LeftOut);
    }

    private CsvReadings Readings(string text, Func<CsvOptions, CsvOptions>? change = null)
    {
        string path = Path.Combine(_folder.FullName, "a.csv");
        File.WriteAllText(path, text);
        var options = new CsvOptions(path);
        return new CsvReadings(change is null ? options : change(options), TwoChannels);
    }

    private List<string> Read(string text, Func<CsvOptions, CsvOptions>? change = null)
    {
        var bursts = new List<string>();
        foreach (Burst burst in Readings(text, change).Read())
        {
            long first = burst.Times[0];
            string times = string.Join(' ', burst.Times.ToArray().Select(time => time - first));
            string values = string.Join(' ', burst.Values.ToArray());
            string nulls = string.Join(' ', burst.Nulls.ToArray());
            bursts.Add($"sensor {burst.Sensor}, received {burst.ReceivedAt}: [{times}] [{values}] [{nulls}]");
        }

        return bursts;
    }
}
