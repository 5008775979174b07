using System.Data;
using System.Data.Common;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>
/// One connection and the rules for asking it anything: one question at a time, errors as sentences, and a cancellation
/// that is over within <see cref="CancelGrace"/> whatever the database does.
/// </summary>
/// <param name="connection">Owned from now on.</param>
/// <param name="errors">Says what its failures mean.</param>
/// <param name="patience">How long the database may take for one answer; null: the driver knows.</param>
internal abstract class SourceSession(DbConnection connection, SourceErrors errors, TimeSpan? patience = null) : IAsyncDisposable
{
    /// <summary>How long an interrupted question, or the end of a connection, may take before it is given up.</summary>
    protected static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(5);

    protected SourceErrors Errors { get; } = errors;

    /// <summary>Of the snapshot that it holds: one that has expired is asked nothing.</summary>
    public SnapshotAge Age { get; set; } = SnapshotAge.Unlimited;

    public DbCommand Command(string sql)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        if (patience is not null)
        {
            // The driver would wind up its clock again for every row, which is seven per cent of the time that small rows take.
            command.CommandTimeout = 0;
        }

        return command;
    }

    /// <summary>Does work that a command's query needs, so that cancelling interrupts the query.</summary>
    public Task<T> RunAsync<T>(DbCommand command, Func<Task<T>> work, CancellationToken cancellation) =>
        InTimeAsync(either => InterruptibleAsync(command, work, either), cancellation);

    /// <summary>Does work for as long as the snapshot may stay open.</summary>
    /// <exception cref="IngestException">It has been open for too long.</exception>
    public async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Age.Expired);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (Age.Expired.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw Age.TooOld();
        }
    }

    private async Task<T> InterruptibleAsync<T>(DbCommand command, Func<Task<T>> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (connection.State != ConnectionState.Open)
        {
            throw Errors.ConnectionLost(null);
        }

        using var late = new CancellationTokenSource(patience ?? Timeout.InfiniteTimeSpan);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        using var interrupt = new CancellationTokenSource();
        using var abandon = new CancellationTokenSource();
        // Interrupting may connect and wait, so it happens on a thread of the pool and not on the canceller's.
        await using CancellationTokenRegistration asked = either.Token.UnsafeRegister(
            _ =>
            {
                interrupt.CancelAfter(TimeSpan.Zero);
                abandon.CancelAfter(CancelGrace);
            },
            null);
        await using CancellationTokenRegistration interrupted = interrupt.Token.UnsafeRegister(_ => Interrupt(command), null);
        try
        {
            return await Dispatch(work).WaitAsync(abandon.Token);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception e) when (late.IsCancellationRequested)
        {
            throw Errors.NoAnswer(e);
        }
        catch (Exception e) when (Errors.Sentence(e) is { } sentence)
        {
            throw sentence;
        }
    }

    /// <summary>Asks a question and reads its rows.</summary>
    public async Task<T> QueryAsync<T>(DbCommand command, Func<DbDataReader, Task<T>> read, CancellationToken cancellation) =>
        await RunAsync(
            command,
            async () =>
            {
                await using DbDataReader reader = await command.ExecuteReaderAsync(CancellationToken.None);
                return await read(reader);
            },
            cancellation);

    /// <summary>Asks a question whose few rows fit into memory.</summary>
    public Task<List<T>> ListAsync<T>(DbCommand command, Func<DbDataReader, T> read, CancellationToken cancellation) => QueryAsync(
        command,
        async reader =>
        {
            var rows = new List<T>();
            while (await reader.ReadAsync())
            {
                rows.Add(read(reader));
            }

            return rows;
        },
        cancellation);

    public async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using DbCommand command = Command(sql);
        await RunAsync(command, () => command.ExecuteNonQueryAsync(CancellationToken.None), cancellation);
    }

    /// <summary>Gives up a query whose rows have not all been read.</summary>
    public Task AbandonAsync(DbCommand command, DbDataReader rows) => EndAsync(async () =>
    {
        // Otherwise disposing would read all rows that are left.
        await Task.Run(() => Interrupt(command));
        await rows.DisposeAsync();
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await EndAsync(() => connection.DisposeAsync().AsTask());

    private async Task EndAsync(Func<Task> end)
    {
        try
        {
            await Dispatch(async () =>
            {
                await end();
                return true;
            }).WaitAsync(CancelGrace);
        }
        catch (Exception e) when (e is TimeoutException || Errors.Sentence(e) is not null)
        {
            // Nothing is lost with a read-only transaction whose connection is gone or does not answer.
        }
    }

    /// <summary>Makes the command's query fail soon. Any thread.</summary>
    protected abstract void Interrupt(DbCommand command);

    /// <summary>Starts work where it may block.</summary>
    protected abstract Task<T> Dispatch<T>(Func<Task<T>> work);
}
