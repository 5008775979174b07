using System.Data.Common;
using System.Globalization;
using Ingest.Actors.Units;
using MySqlConnector;

namespace Ingest.Actors.Paging;

/// <summary>Asks a server whether it is a replica, and how far it is behind. Thread-safe.</summary>
/// <param name="name">The server, for people.</param>
internal sealed class MySqlReplica(string name)
{
    private const int UnknownStatement = 1064;
    private const int PrivilegeMissing = 1227;

    /// <summary>An Aurora reader shares its writer's storage: it is no replica to the statements below, and knows its lag apart.</summary>
    private const string AuroraLagSql =
        "SELECT REPLICA_LAG_IN_MILLISECONDS FROM information_schema.replica_host_status "
        + "WHERE SERVER_ID = @@aurora_server_id AND SESSION_ID <> 'MASTER_SESSION_ID'";

    /// <summary>MariaDB's, which names every source; MySQL's from 8.0.22 on; MySQL's before. A server that does not know one
    /// is asked the next.</summary>
    private static readonly string[] Statements = ["SHOW ALL SLAVES STATUS", "SHOW REPLICA STATUS", "SHOW SLAVE STATUS"];

    private volatile int _statement;
    private volatile int _aurora = -1;

    /// <summary>How far the server is behind, rounded up; zero when it is no replica, or when the user may not know.</summary>
    /// <exception cref="IngestException">It is a replica, and replication is stopped.</exception>
    public async Task<TimeSpan> LagAsync(SourceSession session, CancellationToken cancellation)
    {
        IReadOnlyList<Dictionary<string, object?>> sources = await SourcesAsync(session, cancellation) ?? [];
        TimeSpan aurora = await IsAuroraAsync(session, cancellation) ? await AuroraLagAsync(session, cancellation) : TimeSpan.Zero;
        return sources.Select(Lag).Append(aurora).Max();
    }

    /// <summary>What an operator should know who thinks that lag is looked at; null when there is nothing.</summary>
    public async Task<string?> WarningAsync(SourceSession session, CancellationToken cancellation)
    {
        if (await SourcesAsync(session, cancellation) is not null)
        {
            return null;
        }

        await using DbCommand command = session.Command("SHOW GLOBAL VARIABLES LIKE 'read_only'");
        List<string> readOnly = await session.ListAsync(command, reader => reader.GetString(1), cancellation);
        // A server that takes writes is hardly a replica, and its operator need not grant anything.
        return readOnly is ["OFF"] or [] || await IsAuroraAsync(session, cancellation)
            ? null
            : $"{name} is read-only, a replica perhaps, and its user may not ask how far it lags; a day that it has not applied in full "
                + "would be taken for complete. GRANT REPLICATION CLIENT ON *.* to the user (MariaDB: REPLICA MONITOR).";
    }

    /// <summary>How far one source of the server is ahead of it, rounded up.</summary>
    /// <param name="status">A row of one of <see cref="Statements"/>, by the names of its columns, whatever their case.</param>
    /// <exception cref="IngestException">Replication is stopped.</exception>
    internal TimeSpan Lag(IReadOnlyDictionary<string, object?> status)
    {
        object? seconds = Of(status, "Seconds_Behind_Source") ?? Of(status, "Seconds_Behind_Master");
        if (seconds is not null)
        {
            // MariaDB says 0 while it holds an event back on purpose.
            return TimeSpan.FromSeconds(1 + Math.Max(Whole(seconds), Whole(Of(status, "SQL_Delay") ?? 0)));
        }

        string error = string.Join(" ", new[] { Of(status, "Last_IO_Error"), Of(status, "Last_SQL_Error") }
            .OfType<string>().Where(text => text.Length > 0).Select(text => $" {text.TrimEnd('.')}."));
        throw IngestException.Transient(
            $"{name} is a replica whose replication is stopped (receives: {State(status, "IO")}, applies: {State(status, "SQL")}), so that "
            + $"nobody knows which rows it lacks.{error} Start replication, or RESET REPLICA ALL if it is no replica any more.");
    }

    private static long Whole(object number) => Convert.ToInt64(number, CultureInfo.InvariantCulture);

    private static string State(IReadOnlyDictionary<string, object?> status, string thread) =>
        (Of(status, $"Replica_{thread}_Running") ?? Of(status, $"Slave_{thread}_Running")) as string ?? "unknown";

    private static object? Of(IReadOnlyDictionary<string, object?> row, string column) => row.GetValueOrDefault(column);

    /// <returns>Null when the user may not know.</returns>
    private async Task<IReadOnlyList<Dictionary<string, object?>>?> SourcesAsync(SourceSession session, CancellationToken cancellation)
    {
        for (int i = _statement; ; i++)
        {
            try
            {
                await using DbCommand command = session.Command(Statements[i]);
                List<Dictionary<string, object?>> rows = await session.ListAsync(command, Row, cancellation);
                _statement = i;
                return rows;
            }
            catch (IngestException e) when (Number(e) == UnknownStatement && i + 1 < Statements.Length)
            {
                // The next.
            }
            catch (IngestException e) when (Number(e) is PrivilegeMissing or UnknownStatement)
            {
                _statement = i;
                return null;
            }
        }
    }

    private async Task<bool> IsAuroraAsync(SourceSession session, CancellationToken cancellation)
    {
        if (_aurora < 0)
        {
            await using DbCommand command = session.Command("SHOW GLOBAL VARIABLES LIKE 'aurora_server_id'");
            _aurora = (await session.ListAsync(command, _ => true, cancellation)).Count;
        }

        return _aurora > 0;
    }

    /// <summary>A reader that lags by more than about a minute restarts by itself: a lag that cannot be told is none.</summary>
    private static async Task<TimeSpan> AuroraLagAsync(SourceSession session, CancellationToken cancellation)
    {
        await using DbCommand command = session.Command(AuroraLagSql);
        List<TimeSpan> lags = await session.ListAsync(
            command,
            reader => reader.IsDBNull(0)
                ? TimeSpan.Zero
                : TimeSpan.FromMilliseconds(Convert.ToDouble(reader.GetValue(0), CultureInfo.InvariantCulture)),
            cancellation);
        TimeSpan lag = lags.Append(TimeSpan.Zero).Max();
        return lag == TimeSpan.Zero ? lag : lag + TimeSpan.FromSeconds(1);
    }

    private static Dictionary<string, object?> Row(DbDataReader reader)
    {
        var row = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < reader.FieldCount; i++)
        {
            row.TryAdd(reader.GetName(i), reader.IsDBNull(i) ? null : reader.GetValue(i));
        }

        return row;
    }

    private static int? Number(IngestException failure) => (failure.InnerException as MySqlException)?.Number;
}
