using System.Globalization;
using BenchmarkDotNet.Attributes;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using Ingest.Codec.SensorPack;
using Ingest.Host.Sampling.Tables;
using Microsoft.Data.Sqlite;

namespace Ingest.Benchmarks.Parts;

/// <summary>Reading a day's rows page by page, and its fingerprint, out of a SQLite file; an item is a sample.</summary>
[Config(typeof(PartsConfig))]
public class SourceBenchmarks
{
    private static readonly UnitInterval Day = UnitInterval.Of(Readings.Day);

    private static readonly TableSpec Table = new()
    {
        Name = "readings",
        SourceTable = "readings",
        Path = "readings",
        Key = ["id"],
        Time = new TimeSpec("received_at"),
        Columns = ["sensor_id"],
        Payload = new PayloadSpec("payload", new SensorPackDecoder(Readings.Channels)),
    };

    private string _folder = "";
    private ISourceDatabase _database = null!;
    private ISourceSnapshot _snapshot = null!;
    private SourceTable _table = null!;
    private Fingerprint _fingerprint = null!;

    [Params(1, 50)]
    public int SamplesPerRow { get; set; }

    [Items(1_000_000, smoke: 1_000)]
    public int Samples { get; set; }

    private int Rows => Samples / SamplesPerRow;

    private string File => Path.Combine(_folder, "source.db");

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _folder = Directory.CreateTempSubdirectory("ingest-bench").FullName;
        await FillAsync();
        _database = SourceDatabase.Open(new SourceSpec($"sqlite://{File}") { MaxSnapshot = TimeSpan.FromHours(6) });
        _table = await _database.ResolveAsync(Table, CancellationToken.None);
        _snapshot = await _database.OpenAsync(CancellationToken.None);
        _fingerprint = await Fingerprint();
        CheckFingerprint();
        await CheckPagesAsync();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _snapshot.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public Task<Fingerprint> Fingerprint() => _snapshot.FingerprintAsync(_table, Day, CancellationToken.None);

    [Benchmark]
    public Task<long> Pages() => ReadAsync(page => { });

    private async Task<long> ReadAsync(Action<RowPage> look)
    {
        long rows = 0;
        await using IPageReader pages = _snapshot.Read(_table, Day, _fingerprint, new EngineLimits().PageBytes);
        while (await pages.NextAsync(CancellationToken.None) is { } page)
        {
            using (page)
            {
                look(page);
                rows += page.Rows;
            }
        }

        return rows;
    }

    private async Task FillAsync()
    {
        await using SqliteSampleTable table = await SqliteSampleTable.OpenAsync(
            $"Data Source={File};Pooling=False", SampleLayout.Of(Table), CancellationToken.None);
        await table.PrepareAsync(replace: true, CancellationToken.None);
        await table.AppendAsync(Readings.Bursts(SamplesPerRow, Samples), atOnce: true, progress: null, CancellationToken.None);
    }

    /// <summary>Keys are numbers from 1, so arithmetic knows.</summary>
    private void CheckFingerprint()
    {
        string highest = Rows.ToString(CultureInfo.InvariantCulture);
        string sum = ((long)Rows * (Rows + 1L) / 2).ToString(CultureInfo.InvariantCulture);
        Check.That(_fingerprint == new Fingerprint(Rows, "1", highest, sum), $"the fingerprint is {_fingerprint}");
    }

    /// <summary>The driver alone reads the same.</summary>
    private async Task CheckPagesAsync()
    {
        var found = new List<(long, long, string)>();
        await ReadAsync(page =>
        {
            for (int row = 0; row < page.Rows; row++)
            {
                found.Add((
                    ((FixedColumn<long>)page.Columns[_table.Key[0]]).Values[row],
                    ((FixedColumn<long>)page.Columns[_table.Carried[0]]).Values[row],
                    Convert.ToHexString(((BytesColumn)page.Columns[_table.Payload!.Value])[row])));
            }
        });
        Check.Same(Stored(), found, "the pages");
        Check.That(await Pages() == Rows, "reading again gives other rows");
    }

    private IEnumerable<(long Key, long Sensor, string Payload)> Stored()
    {
        using var connection = new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT id, sensor_id, payload FROM readings ORDER BY id";
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return (reader.GetInt64(0), reader.GetInt64(1), Convert.ToHexString(reader.GetFieldValue<byte[]>(2)));
        }
    }
}
