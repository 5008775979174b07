using System.Data.Common;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Codec.SensorPack;
using Ingest.Host.Sampling;
using Ingest.Host.Sampling.Readings;
using Ingest.Host.Sampling.Reference;
using Ingest.Host.Sampling.Tables;
using Xunit;

namespace Ingest.Host.Tests.Sampling.Tables;

/// <summary>What every kind of database does with samples.</summary>
public abstract class SampleTableTests : IDisposable
{
    private static readonly DateOnly Day = new(2021, 1, 1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ingest-sample-");

    protected string Folder => _folder.FullName;

    public virtual void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [SkippableFact]
    public async Task Payloads_decode_to_the_readings_they_were_made_of()
    {
        var data = new ReferenceData(SampleShape.Burst, SampleSpecs.Channels, seed: 5);
        await using ISampleTable table = await OpenAsync(SampleSpecs.Table);

        SampleCount count = await SampleRun.ReferenceAsync(table, data, Day, days: 1, replace: false, null, CancellationToken.None);

        Assert.Equal((20_000, 1_000_000, 5_000_000), (count.Rows, count.Samples, count.Points));
        await using DbConnection connection = await ConnectAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT id, sensor_id, payload FROM raw_readings ORDER BY id";
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        long key = 0;
        foreach (Burst burst in data.Day(Day))
        {
            Assert.True(await reader.ReadAsync());
            Assert.Equal(++key, reader.GetInt64(0));
            Assert.Equal(burst.Sensor, reader.GetInt32(1));
            AssertDecodes(burst, (byte[])reader[2]);
        }

        Assert.False(await reader.ReadAsync());
    }

    [SkippableFact]
    public async Task A_second_run_goes_on_after_the_highest_key()
    {
        await using ISampleTable table = await OpenAsync(SampleSpecs.Table);
        await SampleRun.ReadingsAsync(table, Csv("2021-01-01 00:00:00,1,2,3,4,5"), replace: false, null, CancellationToken.None);

        await SampleRun.ReadingsAsync(table, Csv("2021-01-01 12:00:00.25,1,2,3,4,5"), replace: false, null, CancellationToken.None);

        Assert.Equal(
            ["1 2021-01-01 00:00:00.000000", "2 2021-01-01 12:00:00.250000"],
            await TextsAsync($"SELECT CONCAT(id, ' ', {TextOf("received_at")}) FROM raw_readings ORDER BY id"));
    }

    [SkippableFact]
    public async Task Days_that_are_there_are_not_made_again_unless_replaced()
    {
        var data = new ReferenceData(SampleShape.Burst, [new Channel("temperature", 2)], seed: 1);
        TableSpec spec = SampleSpecs.TableOf([new Channel("temperature", 2)]);
        await using ISampleTable table = await OpenAsync(spec);
        await SampleRun.ReferenceAsync(table, data, Day, days: 1, replace: false, null, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<IngestException>(
            () => SampleRun.ReferenceAsync(table, data, Day.AddDays(-1), days: 2, replace: false, null, CancellationToken.None));
        await SampleRun.ReferenceAsync(table, data, Day, days: 1, replace: true, null, CancellationToken.None);

        Assert.Contains(
            "has rows between 2020-12-31 and 2021-01-01 already: begin later with --from, or make the table anew with --replace.",
            refused.Message,
            StringComparison.Ordinal);
        Assert.Equal(["20000"], await TextsAsync("SELECT COUNT(*) FROM raw_readings"));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_table_without_the_mark_is_left_alone(bool replace)
    {
        await ExecuteAsync("CREATE TABLE raw_readings (id INTEGER PRIMARY KEY)");
        await ExecuteAsync("INSERT INTO raw_readings VALUES (7)");
        await using ISampleTable table = await OpenAsync(SampleSpecs.Table);

        var refused = await Assert.ThrowsAsync<IngestException>(
            () => SampleRun.ReadingsAsync(table, Csv("2021-01-01 00:00:00,1,2,3,4,5"), replace, null, CancellationToken.None));

        Assert.EndsWith(
            "was not made by ingest sample, so it is left alone: name another SourceTable.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["7"], await TextsAsync("SELECT id FROM raw_readings"));
    }

    [SkippableFact]
    public async Task A_file_with_a_wrong_line_leaves_nothing_behind()
    {
        await using ISampleTable table = await OpenAsync(SampleSpecs.Table);

        await Assert.ThrowsAsync<IngestException>(() => SampleRun.ReadingsAsync(
            table, Csv("2021-01-01 00:00:00,1,2,3,4,5\n2021-01-01 00:00:01,1,2,3,4,x"), replace: false, null, CancellationToken.None));

        await Assert.ThrowsAnyAsync<DbException>(() => TextsAsync("SELECT id FROM raw_readings"));
    }

    [SkippableFact]
    public async Task A_table_of_other_columns_is_explained()
    {
        await using (ISampleTable table = await OpenAsync(SampleSpecs.Table))
        {
            await table.PrepareAsync(replace: false, CancellationToken.None);
        }

        await using ISampleTable other = await OpenAsync(SampleSpecs.Table with { Columns = ["device"] });
        var refused = await Assert.ThrowsAsync<IngestException>(
            () => SampleRun.ReadingsAsync(other, Csv("2021-01-01 00:00:00,1,2,3,4,5"), replace: false, null, CancellationToken.None));

        Assert.Contains("device", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("make it anew with --replace.", refused.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(TimeEncoding.EpochS, "1609459200")]
    [InlineData(TimeEncoding.EpochMs, "1609459200250")]
    [InlineData(TimeEncoding.EpochUs, "1609459200250000")]
    public async Task The_time_column_is_encoded_as_configured(TimeEncoding encoding, string expected)
    {
        await using ISampleTable table = await OpenAsync(SampleSpecs.Table with { Time = new TimeSpec("received_at", encoding) });

        await SampleRun.ReadingsAsync(table, Csv("2021-01-01 00:00:00.25,1,2,3,4,5"), replace: false, null, CancellationToken.None);

        Assert.Equal([expected], await TextsAsync("SELECT received_at FROM raw_readings"));
        Assert.True(await table.HasRowsAsync(Day, Day.AddDays(1), CancellationToken.None));
        Assert.False(await table.HasRowsAsync(Day.AddDays(1), Day.AddDays(2), CancellationToken.None));
    }

    [SkippableFact]
    public async Task Progress_ends_with_everything_and_a_stop_is_heeded()
    {
        var data = new ReferenceData(SampleShape.Small, [new Channel("temperature", 2)], seed: 1);
        await using ISampleTable table = await OpenAsync(SampleSpecs.TableOf([new Channel("temperature", 2)]));
        using var stop = new CancellationTokenSource();
        var seen = new List<SampleProgress>();
        var progress = new Recorder(report =>
        {
            seen.Add(report);
            stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => SampleRun.ReferenceAsync(table, data, Day, days: 2, replace: false, progress, stop.Token));

        SampleProgress only = Assert.Single(seen);
        Assert.Equal(2_000_000, only.Total);
        Assert.InRange(only.Rows, 1, 10_000);
    }

    private protected abstract Task<ISampleTable> OpenAsync(SampleLayout layout);

    /// <summary>A connection apart from the code under test.</summary>
    protected abstract Task<DbConnection> ConnectAsync();

    /// <summary>A date and time as text with six decimals.</summary>
    protected abstract string TextOf(string column);

    private Task<ISampleTable> OpenAsync(TableSpec spec) => OpenAsync(SampleLayout.Of(spec));

    private CsvReadings Csv(string lines)
    {
        string path = Path.Combine(Folder, "readings.csv");
        File.WriteAllText(path, $"time,temperature,humidity,pressure,battery,co2\n{lines}\n");
        return new CsvReadings(new CsvOptions(path), SampleSpecs.Channels);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using DbConnection connection = await ConnectAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<List<string?>> TextsAsync(string sql)
    {
        await using DbConnection connection = await ConnectAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        var texts = new List<string?>();
        while (await reader.ReadAsync())
        {
            texts.Add(Convert.ToString(reader[0], System.Globalization.CultureInfo.InvariantCulture));
        }

        return texts;
    }

    private static void AssertDecodes(Burst burst, byte[] payload)
    {
        var decoder = new SensorPackDecoder(SampleSpecs.Channels);
        var time = new FixedColumn<long>(ColumnType.TimestampMicros);
        FixedColumn<int>[] channels = [.. SampleSpecs.Channels.Select(channel => new FixedColumn<int>(channel.Type))];
        decoder.Decode(payload, new SampleColumns(time, channels));

        Assert.True(burst.Times.SequenceEqual(time.Values));
        for (int channel = 0; channel < channels.Length; channel++)
        {
            for (int sample = 0; sample < burst.Count; sample++)
            {
                Assert.Equal(burst.Values[(channel * burst.Count) + sample], channels[channel].Values[sample]);
            }
        }
    }

    private sealed class Recorder(Action<SampleProgress> report) : IProgress<SampleProgress>
    {
        public void Report(SampleProgress value) => report(value);
    }
}
