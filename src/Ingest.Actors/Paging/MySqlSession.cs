using System.Data.Common;
using MySqlConnector;

namespace Ingest.Actors.Paging;

/// <summary>A connection to MySQL. Interrupting sends <c>KILL QUERY</c> over a second connection.</summary>
internal sealed class MySqlSession(MySqlConnection connection, SourceErrors errors, TimeSpan patience)
    : SourceSession(connection, errors, patience)
{
    /// <inheritdoc/>
    protected override void Interrupt(DbCommand command) => command.Cancel();

    /// <inheritdoc/>
    protected override Task<T> Dispatch<T>(Func<Task<T>> work) => work();
}
