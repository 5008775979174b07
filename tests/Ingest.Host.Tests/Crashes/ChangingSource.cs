using System.Globalization;
using Ingest.Host.Tests.EndToEnd;

namespace Ingest.Host.Tests.Crashes;

/// <summary>
/// A source table whose rows are inserted, updated, moved and deleted at random, and what the lake has to say of it, known
/// without reading either.
/// </summary>
internal sealed class ChangingSource(Installation installation, Random random)
{
    public const string Table = "readings";

    /// <summary>What <see cref="Samples"/> has, a row for each date and sensor.</summary>
    public const string SamplesSql =
        "SELECT date, sensor_id, count(*), sum(temperature) FROM readings GROUP BY ALL ORDER BY date, sensor_id";

    /// <summary>What <see cref="Rejects"/> has, a row for each.</summary>
    public const string RejectsSql = "SELECT CAST(key AS BIGINT), date FROM readings_rejects ORDER BY 1";

    private const int Days = 4;
    private const int RowsOfADay = 120;
    private const int LateDaysMax = 12;
    private const int Sensors = 5;
    private const int ChangesMax = 12;
    private const double LateShare = 0.2;
    private const double DamagedShare = 0.02;

    // The first row is damaged and stays, so that there are rejects at every moment.
    private const int Kept = 1;

    private static readonly string Json = Readings.Json.Replace(
        "\"SortBy\"", "\"OnShrink\": \"follow\", \"SortBy\"", StringComparison.Ordinal);

    private readonly SortedDictionary<int, Row> _rows = [];
    private int _lastId;
    private int _lastRevision;

    public string[] Samples =>
    [
        .. _rows.Values.Where(row => !row.Damaged)
            .GroupBy(row => (Date: Date(row.Event), row.Sensor))
            .OrderBy(group => group.Key.Date, StringComparer.Ordinal).ThenBy(group => group.Key.Sensor)
            .Select(group => string.Create(
                CultureInfo.InvariantCulture,
                $"{group.Key.Date}|{group.Key.Sensor}|{group.Count()}|{group.Sum(row => row.Value) / 100m:F2}")),
    ];

    public string[] Rejects =>
        [.. _rows.Where(row => row.Value.Damaged).Select(row => $"{row.Key}|{Date(row.Value.Received)}")];

    public async Task CreateAsync()
    {
        installation.Table(Table, Json);
        await installation.Source.ExecuteAsync(
            "CREATE TABLE readings (id BIGINT NOT NULL PRIMARY KEY, sensor_id INT NOT NULL, received_at DATETIME NOT NULL, "
            + "revision BIGINT NOT NULL, payload BLOB NOT NULL, INDEX readings_time (received_at, revision))");
        await InsertAsync([.. Enumerable.Range(0, Days * RowsOfADay).Select(i => NewRow(i % Days) with { Damaged = i == 0 })]);
    }

    /// <summary>A few changes of every kind.</summary>
    public async Task ChangeAsync()
    {
        for (int left = random.Next(1, ChangesMax); left > 0; left--)
        {
            int id = _rows.Keys.ElementAt(random.Next(1, _rows.Count));
            Row row = _rows[id];
            switch (random.Next(7))
            {
                case 0 or 1:
                    await InsertAsync([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => NewRow(random.Next(Days)))]);
                    break;
                case 2:
                    await UpdateAsync(id, row with { Value = random.Next(-5000, 5000) });
                    break;
                case 3:
                    await UpdateAsync(id, row with { Event = EventOf(row.Received) });
                    break;
                case 4:
                    await UpdateAsync(id, NewRow(random.Next(Days)) with { Sensor = row.Sensor, Value = row.Value });
                    break;
                case 5:
                    await UpdateAsync(id, row with { Damaged = !row.Damaged });
                    break;
                default:
                    await DeleteAsync(id);
                    break;
            }
        }

        if (random.Next(20) == 0)
        {
            // A day that loses all of its rows but one that moves there.
            DateTime day = Readings.Day.AddDays(random.Next(Days));
            foreach (int id in _rows.Where(row => row.Key != Kept && row.Value.Received.Date == day).Select(row => row.Key).ToList())
            {
                await DeleteAsync(id);
            }

            await InsertAsync([NewRow(random.Next(Days)), NewRow(random.Next(Days))]);
        }
    }

    private Row NewRow(int day)
    {
        DateTime received = Readings.Day.AddDays(day).AddSeconds(random.Next(86_400));
        return new Row(
            random.Next(Sensors), received, EventOf(received), random.Next(-5000, 5000), random.NextDouble() < DamagedShare);
    }

    private DateTime EventOf(DateTime received) => random.NextDouble() < LateShare
        ? received.AddDays(-random.Next(1, LateDaysMax))
        : received;

    private async Task InsertAsync(IReadOnlyList<Row> rows)
    {
        List<object> values = [];
        foreach (Row row in rows)
        {
            _rows.Add(++_lastId, row);
            values.AddRange([_lastId, row.Sensor, Text(row.Received), ++_lastRevision, row.Payload]);
        }

        IEnumerable<string> tuples = Enumerable.Range(0, rows.Count).Select(
            i => $"({string.Join(", ", Enumerable.Range(5 * i, 5).Select(parameter => $"@{parameter}"))})");
        await installation.Source.ExecuteAsync($"INSERT INTO readings VALUES {string.Join(", ", tuples)}", [.. values]);
    }

    private async Task UpdateAsync(int id, Row row)
    {
        _rows[id] = row;
        await installation.Source.ExecuteAsync(
            "UPDATE readings SET sensor_id = @1, received_at = @2, revision = @3, payload = @4 WHERE id = @0",
            id, row.Sensor, Text(row.Received), ++_lastRevision, row.Payload);
    }

    private async Task DeleteAsync(int id)
    {
        _rows.Remove(id);
        await installation.Source.ExecuteAsync("DELETE FROM readings WHERE id = @0", id);
    }

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Date(DateTime time) => time.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>A row of one sample, in hundredths of a degree.</summary>
    private sealed record Row(int Sensor, DateTime Received, DateTime Event, int Value, bool Damaged)
    {
        public byte[] Payload
        {
            get
            {
                byte[] payload = SingleSample.Of(Event, Value);
                payload[^1] ^= Damaged ? (byte)1 : (byte)0;
                return payload;
            }
        }
    }
}
