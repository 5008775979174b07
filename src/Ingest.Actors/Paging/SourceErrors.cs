using System.Net.Sockets;
using Ingest.Actors.Units;
using Microsoft.Data.Sqlite;
using MySqlConnector;
using SQLitePCL;

namespace Ingest.Actors.Paging;

/// <summary>Decides which failures of a database may pass and which need a person, and says so in a sentence.</summary>
/// <param name="name">The database, for people.</param>
/// <param name="advice">What to do when it denies a login; null: what holds for each.</param>
internal sealed class SourceErrors(string name, string? advice = null)
{
    // Server errors that MySqlErrorCode has no name for.
    private const int AccessDeniedWithoutPassword = 1698;
    private const int ConnectionKilled = 1927;
    private const int StatementTimeout = 1969;
    private const int ReadOnlyMode = 1836;

    private const string Advice = "check the user in Source.Url, Source.Password and the hosts that the user may connect from";

    /// <summary>Whether a database does not know the user and the password.</summary>
    public static bool IsLoginDenied(Exception? failure) =>
        failure is MySqlException { ErrorCode: MySqlErrorCode.AccessDenied or (MySqlErrorCode)AccessDeniedWithoutPassword };

    /// <summary>The sentence for a failure; null when it is none of the database's.</summary>
    public IngestException? Sentence(Exception failure) => failure switch
    {
        IngestException => null,
        MySqlException mySql => Of(mySql),
        SqliteException sqlite => Of(sqlite),
        MySqlProtocolException or IOException or SocketException => ConnectionLost(failure),
        TimeoutException => NoAnswer(failure),
        _ => null,
    };

    public IngestException NoAnswer(Exception? cause) => IngestException.Transient($"{name} did not answer in time.", cause);

    public IngestException ConnectionLost(Exception? cause) => IngestException.Transient($"The connection to {name} was lost.", cause);

    private IngestException Of(MySqlException e)
    {
        switch (e.ErrorCode)
        {
            case MySqlErrorCode.AccessDenied or (MySqlErrorCode)AccessDeniedWithoutPassword:
                return IngestException.Permanent($"{name} denies the user access: {advice ?? Advice}.", e);
            case MySqlErrorCode.DatabaseAccessDenied or MySqlErrorCode.TableAccessDenied or MySqlErrorCode.ColumnAccessDenied
                or MySqlErrorCode.SpecifiedAccessDeniedError:
                return IngestException.Permanent($"{name} does not let the user read ({Said(e)}): GRANT SELECT on the tables to the user.", e);
            case MySqlErrorCode.UnknownDatabase:
                return IngestException.Permanent($"There is no schema of that name at {name}: check the end of Source.Url.", e);
            case MySqlErrorCode.HostIsBlocked or MySqlErrorCode.HostNotPrivileged:
                return IngestException.Permanent($"{name} refuses connections from this host ({Said(e)}): let the user connect from it.", e);
            case MySqlErrorCode.NoSuchTable or MySqlErrorCode.BadFieldError or MySqlErrorCode.UnknownTable:
                return IngestException.Permanent(
                    $"The schema of {name} changed while it was read ({Said(e)}): check the tables and columns of the configuration.", e);
            case MySqlErrorCode.KeyDoesNotExist:
                return IngestException.Permanent($"An index of {name} was dropped while the table was read ({Said(e)}): run it again.", e);
            case MySqlErrorCode.UnableToConnectToHost:
                return IngestException.Transient(
                    $"{name} cannot be reached: check host and port in Source.Url, and that a network path to it is open.", e);
            case MySqlErrorCode.ConnectionCountError or MySqlErrorCode.TooManyUserConnections:
                return IngestException.Transient($"{name} has no connection to spare: lower MaxConnections, or raise the server's limit.", e);
            case MySqlErrorCode.CommandTimeoutExpired or MySqlErrorCode.QueryTimeout or (MySqlErrorCode)StatementTimeout:
                return IngestException.Transient($"{name} did not answer in time.", e);
            case MySqlErrorCode.ServerShutdown or MySqlErrorCode.NormalShutdown or MySqlErrorCode.ShutdownComplete
                or MySqlErrorCode.OptionPreventsStatement or (MySqlErrorCode)ReadOnlyMode or MySqlErrorCode.InnodbReadOnly:
                return IngestException.Transient($"{name} is shutting down or failing over ({Said(e)}).", e);
            case MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout or MySqlErrorCode.TableDefinitionChanged:
                return IngestException.Transient($"{name} gave the query up ({Said(e)}).", e);
            case MySqlErrorCode.QueryInterrupted or (MySqlErrorCode)ConnectionKilled or MySqlErrorCode.AbortingConnection
                or MySqlErrorCode.NewAbortingConnection or MySqlErrorCode.NetReadInterrupted or MySqlErrorCode.NetErrorOnWrite
                or MySqlErrorCode.NetWriteInterrupted or MySqlErrorCode.ClientInteractionTimeout or MySqlErrorCode.None:
                return ConnectionLost(e);
            default:
                return e.InnerException is IOException or SocketException
                    ? ConnectionLost(e)
                    : IngestException.Permanent($"{name} refused a query ({Said(e)}).", e);
        }
    }

    private IngestException Of(SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => IngestException.Transient($"{name} is locked by another program.", e),
        raw.SQLITE_INTERRUPT or raw.SQLITE_SCHEMA or raw.SQLITE_IOERR or raw.SQLITE_NOMEM =>
            IngestException.Transient($"{name} gave the query up ({e.Message})."),
        raw.SQLITE_CORRUPT => IngestException.Permanent($"{name} is damaged ({e.Message}): restore it from a copy.", e),
        raw.SQLITE_NOTADB => IngestException.Permanent($"{name} is no SQLite database: check Source.Url.", e),
        raw.SQLITE_CANTOPEN => IngestException.Permanent($"{name} cannot be opened: check that the file exists and may be read.", e),
        raw.SQLITE_READONLY => IngestException.Permanent(
            $"{name} cannot be read without writing to its folder: let Ingest write there, or take it out of WAL mode.", e),
        _ => IngestException.Permanent($"{name} refused a query ({e.Message}).", e),
    };

    private static string Said(MySqlException e) => $"error {e.Number}, {e.Message.TrimEnd('.')}";
}
