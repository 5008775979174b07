using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Ingest.Host.Tests.EndToEnd;
using Ingest.TestKit;
using Readings = Ingest.Host.Tests.EndToEnd.Readings;

namespace Ingest.Host.Tests.Faults;

/// <summary>Transactions that took lower keys than others and commit after them.</summary>
public sealed class LateCommitTests
{
    private const string Ids = "SELECT id, date FROM readings ORDER BY ALL";

    private static readonly DateTime Day = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-3);

    /// <param name="settle">How long the days of the rows are still open: they ended two and three days ago.</param>
    [SkippableTheory]
    [InlineData("0s")]
    [InlineData("30d")]
    public async Task Rows_committed_after_a_run_are_in_the_lake_after_the_next(string settle)
    {
        await using Installation installation = await CreateAsync(settle);
        await using DbConnection connection = await installation.Source.ConnectAsync();
        await using DbTransaction late = await InsertLateAsync(connection);

        await installation.JsonAsync(0, "run");
        string[] without = await installation.QueryAsync(Ids);
        await late.CommitAsync();
        JsonElement next = await installation.JsonAsync(0, "run");
        string[] with = await installation.QueryAsync(Ids);
        JsonElement last = await installation.JsonAsync(0, "run");

        Assert.Equal(Expected(100, 101, 102, 103), without);
        Assert.Equal(Expected(1, 2, 3, 100, 101, 102, 103), with);
        Assert.Equal((2, 7), (next.Units().Committed, next.Count("rows")));
        Assert.Equal((0, 0, 0), (last.Units().Committed, last.Units().Failed, last.Count("rows")));
    }

    [SkippableFact]
    public async Task Rows_committed_while_their_days_are_read_are_in_the_lake_after_the_next()
    {
        await using Installation installation = await CreateAsync("0s");
        await using DbConnection connection = await installation.Source.ConnectAsync();
        await using DbTransaction late = await InsertLateAsync(connection);
        await using var proxy = new MySqlProxy(new Uri(installation.Source.Url));
        installation.Through(proxy);
        bool committed = false;
        proxy.FromClient = async packet =>
        {
            // The first question in a snapshot, which began before.
            if (!committed && IsFingerprintOf(Day.AddDays(1), packet.Text))
            {
                committed = true;
                await late.CommitAsync();
            }
        };

        await installation.JsonAsync(0, "run");
        string[] first = await installation.QueryAsync(Ids);
        await installation.JsonAsync(0, "run");

        Assert.True(committed);
        // Newest first: the first day's snapshot began when all was committed, the second's did not.
        Assert.Equal(Expected(1, 2, 100, 101, 102, 103), first);
        Assert.Equal(Expected(1, 2, 3, 100, 101, 102, 103), await installation.QueryAsync(Ids));
    }

    private static async Task<Installation> CreateAsync(string settle)
    {
        Installation installation = await Readings.CreateAsync(DatabaseKind.MariaDb);
        installation.Table("readings", Readings.Json
            .Replace("[\"sensor_id\"]", "[\"id\", \"sensor_id\"]", StringComparison.Ordinal)
            .Replace("\"SortBy\"", $"\"Settle\": \"{settle}\", \"SortBy\"", StringComparison.Ordinal));
        await installation.Source.ExecuteAsync("DELETE FROM readings");
        foreach (int id in new[] { 100, 101, 102, 103 })
        {
            await Readings.AddAsync(installation, id, TimeOf(id));
        }

        return installation;
    }

    /// <summary>Rows with the lowest keys, of both days, in a transaction that stays open.</summary>
    private static async Task<DbTransaction> InsertLateAsync(DbConnection connection)
    {
        DbTransaction transaction = await connection.BeginTransactionAsync();
        foreach (int id in new[] { 1, 2, 3 })
        {
            await using DbCommand command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = string.Create(
                CultureInfo.InvariantCulture,
                $"INSERT INTO readings VALUES ({id}, 1, '{TimeOf(id):yyyy-MM-dd HH:mm:ss}', 1, x'{Convert.ToHexString(SingleSample.Of(TimeOf(id), id))}')");
            await command.ExecuteNonQueryAsync();
        }

        return transaction;
    }

    /// <summary>The third and the last row are of the second day.</summary>
    private static DateTime TimeOf(int id) => Day.AddDays(id is 3 or 103 ? 1 : 0).AddHours(6);

    private static bool IsFingerprintOf(DateTime day, string query) =>
        query.Contains("COUNT(*)", StringComparison.Ordinal)
        && new[] { day, day.AddDays(1) }.All(bound =>
            query.Contains(bound.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal));

    private static string[] Expected(params int[] ids) =>
        [.. ids.Select(id => string.Create(CultureInfo.InvariantCulture, $"{id}|{TimeOf(id):yyyyMMdd}"))];
}
